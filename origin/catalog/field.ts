/** A row as it was read: JSON values, or texts of a CSV. */
export type Row = Readonly<Record<string, unknown>>

/** The value of `field`: a key of that very name, else the way through objects that its dots describe. */
export function valueOf(row: Row, field: string): unknown {
  if (Object.hasOwn(row, field)) return row[field]
  let value: unknown = row
  for (const key of field.split('.')) {
    if (!isRow(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

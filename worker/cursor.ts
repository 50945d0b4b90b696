/** A page's cursor: an offset that clients cannot mistake for something to compute with. */

const MAX_OFFSET = 10_000

export function encodeCursor(offset: number): string {
  return btoa(`o${offset}`).replaceAll('=', '')
}

/** The offset, 0 for an empty cursor, or undefined for a text that encodeCursor never made. */
export function decodeCursor(cursor: string): number | undefined {
  if (cursor === '') return 0
  if (!/^[A-Za-z0-9]{2,12}$/.test(cursor) || cursor.length % 4 === 1) return undefined
  const match = /^o(\d{1,5})$/.exec(atob(cursor))
  const offset = Number(match?.[1] ?? Number.NaN)
  return Number.isNaN(offset) || offset > MAX_OFFSET || encodeCursor(offset) !== cursor ? undefined : offset
}

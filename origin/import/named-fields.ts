import type { CatalogueDefinition } from '../catalog/definition.ts'
import { type Row, valueOf } from '../catalog/field.ts'
import type { ReadRow } from './read-row.ts'

/** A field of the rows, and where in the catalogue file it is named. */
export type NamedField = { path: string[]; field: string }

export function namedFields(definition: CatalogueDefinition): NamedField[] {
  const { id, title, search, facets, price, popularity, date, stock, attributes } = definition
  return [
    ...each(typeof id === 'string' ? id : id.slug, typeof id === 'string' ? ['id'] : ['id', 'slug']),
    ...each(title, ['title']),
    ...search.map(({ field }, index) => ({ path: ['search', String(index), 'field'], field })),
    ...facets.map(({ field }, index) => ({ path: ['facets', String(index), 'field'], field })),
    ...each(price, ['price']),
    ...each(popularity, ['popularity']),
    ...each(date?.field, ['date', 'field']),
    ...each(stock, ['stock']),
    ...Object.entries(attributes).map(([name, field]) => ({ path: ['attributes', name], field })),
  ]
}

function each(named: string | string[] | undefined, path: string[]): NamedField[] {
  if (named === undefined) return []
  if (typeof named === 'string') return [{ path, field: named }]
  return named.map((field, index) => ({ path: [...path, String(index)], field }))
}

/** Which of `fields` no row has had so far; a row's empty value is there all the same. */
export function watchFields(fields: NamedField[]): { see: (row: Row) => void; unseen: () => NamedField[] } {
  let unseen = fields
  return {
    // Usually the first row empties the list, and the others cost nothing.
    see: (row) => {
      if (unseen.length > 0) unseen = unseen.filter(({ field }) => valueOf(row, field) === undefined)
    },
    unseen: () => unseen,
  }
}

/** The searched fields where no row has any of them. Read before anything is thrown away; mostly the first row suffices. */
export async function missingSearch(rows: AsyncIterable<ReadRow>, fields: NamedField[]): Promise<NamedField[]> {
  const searched = fields.filter(({ path }) => path[0] === 'search')
  let readable = false
  for await (const read of rows) {
    if (read.outcome !== 'row') continue
    readable = true
    if (searched.some(({ field }) => valueOf(read.row, field) !== undefined)) return []
  }
  return readable ? searched : []
}

import type { FacetCounts } from '#core/contract/retrieval'
import type { Statements } from '../storage/statements.ts'
import { conditions, type Conditions, tables } from './conditions.ts'
import type { RetrieveQuery } from './keyword-retrieval.ts'

/** Values counted a facet. */
const MAX_FACET_VALUES = 20

/** Counts the values of the asked facets over everything that matches, not just one window. */
export function facetCounts(sql: Statements, match: string | null, query: RetrieveQuery): FacetCounts[] {
  const chosen = new Set(query.filter.facets.map(({ name }) => name))
  const together = query.facets.filter((name) => !chosen.has(name))
  const apart = query.facets.filter((name) => chosen.has(name))
  const counted = new Map<string, FacetCounts['values']>()
  countValues(sql, { names: together, match, where: conditions(match, query.filter), counted })
  for (const name of apart) {
    countValues(sql, { names: [name], match, where: conditions(match, query.filter, name), counted })
  }
  const labels = new Map(query.definition.facets.map(({ name, label }) => [name, label]))
  return query.facets.map((name) => ({ name, label: labels.get(name) ?? name, values: counted.get(name) ?? [] }))
}

type Counting = {
  names: string[]
  match: string | null
  where: Conditions
  /** Filled: facet to its values, most frequent first. */
  counted: Map<string, FacetCounts['values']>
}

function countValues(sql: Statements, { names, match, where, counted }: Counting): void {
  if (names.length === 0) return
  const rows = sql(
    `SELECT facet, value, count FROM (
       SELECT facet, value, count, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value) AS place
       FROM (${where.values.length === 0 ? COUNTED_BY_IMPORT : countMatches(match, where)})
         CROSS JOIN facet_values USING (value_row)
     ) WHERE place <= ${MAX_FACET_VALUES} ORDER BY facet, place`,
  ).all(...where.values, JSON.stringify(names))
  for (const row of rows) {
    const facet = String(row.facet)
    const values = counted.get(facet) ?? []
    values.push({ value: String(row.value), count: Number(row.count) })
    counted.set(facet, values)
  }
}

const ASKED = 'value_row IN (SELECT value_row FROM facet_values WHERE facet IN (SELECT value FROM json_each(?)))'

/** Nothing narrows the catalogue, and how many items have a value is known. */
const COUNTED_BY_IMPORT = `SELECT value_row, items AS count FROM facet_values WHERE ${ASKED}`

/** The unary plus keeps the planner from walking all items of every value instead of the values of every match. */
const countMatches = (match: string | null, where: Conditions): string =>
  `SELECT value_row, count(*) AS count
   FROM (SELECT items.row FROM ${tables(match)} WHERE ${where.sql}) matched
   CROSS JOIN item_facets ON item_facets.item_row = matched.row
   WHERE +${ASKED} GROUP BY value_row`

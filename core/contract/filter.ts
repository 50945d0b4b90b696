/**
 * The `filter` parameter: clauses between commas, all of which must hold.
 *
 *   facet:value      the item has this facet value; several values of one facet: any of them
 *   price>=10        also `<=`; both ends belong to the range
 *   date>=1990-01-01 also `<=`
 *   inStock:true     or `false`
 *
 * A comma or backslash inside a value is written `\,` or `\\`. Which facets exist is the catalogue's affair, so their
 * names are checked at the origin. `formatFilter` gives one spelling to all filters that mean the same: a cache key.
 */
import { joinList, splitList } from './list.ts'
import type { Parsed } from './parse.ts'

export type Filter = {
  facets: { name: string; values: string[] }[]
  price: { min: number | null; max: number | null }
  /** ISO dates, both included. */
  date: { min: string | null; max: string | null }
  inStock: boolean | null
}

export const MAX_FILTER_LENGTH = 2_048

const CLAUSE = /^([A-Za-z][A-Za-z0-9_-]{0,63})(:|>=|<=)(.+)$/s
const NUMBER = /^-?\d{1,12}(\.\d{1,6})?$/
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

export function parseFilter(text: string): Parsed<Filter> {
  if (text.length > MAX_FILTER_LENGTH) return rejected(`expected at most ${MAX_FILTER_LENGTH} characters`)
  const clauses = splitList(text)
  if (clauses.outcome === 'rejected') return clauses
  const filter = noFilter()
  for (const clause of clauses.value) {
    const [, name, operator, value] = CLAUSE.exec(clause) ?? []
    if (name === undefined || operator === undefined || value === undefined) {
      return rejected(
        `"${clause.slice(0, 40)}" is not a clause; expected facet:value, price>=10, date<=1999-12-31 or inStock:true`,
      )
    }
    const detail = operator === ':' ? addEqual(filter, name, value) : addBound(filter, { name, operator, value })
    if (detail !== null) return rejected(detail)
  }
  return { outcome: 'parsed', value: filter }
}

/** The canonical spelling: clauses in a fixed order, values sorted. Empty for no filter. */
export function formatFilter(filter: Filter): string {
  const facets = filter.facets.flatMap(({ name, values }) => values.map((value) => `${name}:${value}`))
  const bounds = [
    ['price>=', filter.price.min],
    ['price<=', filter.price.max],
    ['date>=', filter.date.min],
    ['date<=', filter.date.max],
    ['inStock:', filter.inStock],
  ] as const
  return joinList([
    ...facets.sort(),
    ...bounds.filter(([, bound]) => bound !== null).map(([start, bound]) => `${start}${bound}`),
  ])
}

/** The filter that lets everything through. */
export const noFilter = (): Filter => ({
  facets: [],
  price: { min: null, max: null },
  date: { min: null, max: null },
  inStock: null,
})

const rejected = (detail: string): Parsed<Filter> => ({ outcome: 'rejected', detail })

/** Returns what is wrong, or null after the clause was added. */
function addEqual(filter: Filter, name: string, value: string): string | null {
  if (name === 'inStock') {
    if (value !== 'true' && value !== 'false') return 'inStock is either inStock:true or inStock:false'
    if (filter.inStock !== null) return 'inStock is given twice'
    filter.inStock = value === 'true'
    return null
  }
  const facet = filter.facets.find((other) => other.name === name)
  if (facet === undefined) filter.facets.push({ name, values: [value] })
  else if (!facet.values.includes(value)) facet.values.push(value)
  return null
}

function addBound(filter: Filter, clause: { name: string; operator: string; value: string }): string | null {
  const { name, operator, value } = clause
  const end = operator === '>=' ? 'min' : 'max'
  if (name === 'price') {
    if (!NUMBER.test(value)) return `price${operator} takes a number such as 10 or 9.99`
    if (filter.price[end] !== null) return `price${operator} is given twice`
    filter.price[end] = Number(value)
    return null
  }
  if (name === 'date') {
    if (!DATE.test(value)) return `date${operator} takes a date such as 1999-12-31`
    if (filter.date[end] !== null) return `date${operator} is given twice`
    filter.date[end] = value
    return null
  }
  return `${name} has no order; >= and <= work on price and date`
}

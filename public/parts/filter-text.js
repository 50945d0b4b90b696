// @ts-check
/**
 * The `filter` parameter of the edge, as far as chips need it: `facet:value` clauses between commas, with a backslash
 * before a comma or backslash of a value.
 */

/** @param {ReadonlyMap<string, string>} filters facet name to value @returns {string} */
export function formatFilters(filters) {
  return [...filters].map(([name, value]) => `${name}:${value}`.replace(/[\\,]/g, '\\$&')).join(',')
}

/** @param {string} text @returns {Map<string, string>} clauses that are not `facet:value` are left out */
export function parseFilters(text) {
  const clauses = text.match(/(?:\\.|[^\\,])+/gs) ?? []
  return new Map(
    clauses
      .map((clause) => halves(clause.replace(/\\(.)/gs, '$1')))
      .filter(([name, value]) => name !== '' && value !== ''),
  )
}

/** @param {string} clause `facet:value`; the value may hold colons @returns {[string, string]} both empty without a colon */
export function halves(clause) {
  const colon = clause.indexOf(':')
  return colon < 0 ? ['', ''] : [clause.slice(0, colon), clause.slice(colon + 1)]
}

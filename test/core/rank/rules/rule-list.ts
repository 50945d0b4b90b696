import { parseRules, type Rule } from '#core/contract/rules'
import type { Hit } from '#core/contract/retrieval'

/** Rules as an operator writes them. */
export function ruleList(...rules: object[]): Rule[] {
  const parsed = parseRules({ rules })
  if (parsed.outcome === 'rejected') throw new Error(parsed.detail)
  return parsed.value
}

/** Hits in the order of the names, best first; the genre follows the name after a colon. */
export function hitList(...names: string[]): Hit[] {
  return names.map((name, i) => {
    const [id = '', genre] = name.split(':')
    const facets = genre === undefined ? {} : { genre: [genre] }
    const item = { id, title: id, facets, popularity: 0, price: null, date: null, inStock: true, attributes: {} }
    return { item, score: names.length - i }
  })
}

/**
 * Replies with ranked items, as JSON text. An item's own fields are the same bytes in every answer it appears in, so
 * they are written once for as long as the cached part lives; only its places and score are written anew.
 */
import type { RankedItem } from '#core/contract/replies'

/** By the item's `facets` object, which a ranked item shares with the cached one it was made of. */
const written = new WeakMap<RankedItem['facets'], string>()

/** The same value as `JSON.stringify(reply)`, with the results last. */
export function replyJson(reply: { results: RankedItem[] }): string {
  const { results, ...rest } = reply
  const head = JSON.stringify(rest).slice(0, -1)
  // Added up, and not joined: the pieces are copied once, when the answer is written.
  let json = `${head}${head === '{' ? '' : ','}"results":[`
  let between = ''
  for (const ranked of results) {
    json += between + rankedJson(ranked)
    between = ','
  }
  return `${json}]}`
}

function rankedJson(ranked: RankedItem): string {
  const { position, sharedPosition, score, explain } = ranked
  let item = written.get(ranked.facets)
  if (item === undefined) {
    const { id, title, facets, popularity, price, date, inStock, attributes } = ranked
    item = JSON.stringify({ id, title, facets, popularity, price, date, inStock, attributes }).slice(0, -1)
    written.set(facets, item)
  }
  const why = explain === undefined ? '' : `,"explain":${JSON.stringify(explain)}`
  return `${item},"position":${position},"sharedPosition":${sharedPosition},"score":${score}${why}}`
}

/** Which stages one search goes through, and its page of the window. */
import type { Filter } from '#core/contract/filter'
import type { Rule } from '#core/contract/rules'
import type { Hit } from '#core/contract/retrieval'
import type { Exploring } from '#core/rank/arrange'
import { rankPage, sortedPage, type Page } from '#core/rank/page'
import { SEARCH_WEIGHTS } from '#core/rank/rank'
import { exploredPlace } from '#core/rank/rules/effects'
import type { Cursor } from './cursor.ts'
import type { RankedWith } from './model/rank-with.ts'
import type { PersonalPart } from './personal.ts'
import { rulesFor } from './rules/rules-for.ts'

/** The fifth: seen by most who browse, and no harm to the best four. A search with a text has an aim: none. */
const BROWSING_EXPLORES = 4

export type SearchPage = {
  /** Normal form; empty when the visitor browses. */
  query: string
  filter: Filter
  sorted: boolean
  explain: boolean
  window: number
  cursor: Cursor
  offset: number
  limit: number
}

type Around = {
  rules: readonly Rule[]
  personal: PersonalPart
  ranked: RankedWith
  now: number
  random: () => number
}

/** `next`: what the next page must know of the exploration. */
export function searchPage(
  hits: readonly Hit[],
  asked: SearchPage,
  { rules, personal, ranked, now, random }: Around,
): Page & { next: number | undefined } {
  const { own, everyones } = rulesFor(rules, { query: asked.query, filter: asked.filter, now, personal })
  if (asked.sorted) return { ...sortedPage(hits, own, asked), next: undefined }
  const { offset, limit, explain } = asked
  const browsing = asked.query === ''
  const told = exploredPlace(own)
  const place = told === undefined && browsing ? BROWSING_EXPLORES : (told ?? null)
  const exploring = asked.window === 0 ? exploringAt(place, asked, random) : undefined
  const weights = SEARCH_WEIGHTS
  const { affinities } = personal
  const page = rankPage(hits, {
    weights,
    affinities,
    ...ranked,
    explain,
    offset,
    limit,
    rules: { own, everyones },
    vary: browsing,
    exploring,
  })
  return { ...page, next: page.explored?.candidate ?? asked.cursor.explored }
}

/** Drawn on the page that has the place; pages behind it keep to what was drawn. */
function exploringAt(place: number | null, asked: SearchPage, draw: () => number): Exploring | undefined {
  if (place === null || place >= asked.offset + asked.limit) return undefined
  if (place >= asked.offset) return { place, draw }
  return asked.cursor.explored === undefined ? undefined : { place, candidate: asked.cursor.explored }
}

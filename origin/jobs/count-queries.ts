/** How often queries are asked, counted over visitors: nobody weighs more by asking often. */
import { epochMs, hours, days, type DurationMs } from '#core/contract/time'
import { counted, type Counters } from '#core/suggest/popularity'
import type { SuggestSettings } from '../catalog/definition.ts'
import type { Search } from '../log/event-log.ts'

export type HalfLives = { fast: DurationMs; slow: DurationMs }

export const halfLivesOf = ({ fastHours, slowDays }: SuggestSettings): HalfLives => ({
  fast: hours(fastHours),
  slow: days(slowDays),
})

/** Groups `searches`, which are sorted by key, without holding more than one group. */
export async function* byQuery(searches: AsyncIterable<Search>): AsyncGenerator<[Search, ...Search[]]> {
  let group: [Search, ...Search[]] | null = null
  for await (const search of searches) {
    if (group?.[0].key === search.key) group.push(search)
    else {
      if (group !== null) yield group
      group = [search]
    }
  }
  if (group !== null) yield group
}

/** The counters of one query after `searches`, oldest first, on top of what was counted `before`. */
export function countSearches(
  searches: readonly [Search, ...Search[]],
  { halfLives, before }: { halfLives: HalfLives; before?: Counters },
): Counters {
  const [first, ...rest] = searches
  const one = (counters: Counters | undefined, { at }: Search): Counters =>
    counted(counters, 1, epochMs(Math.max(at, counters?.at ?? at)), halfLives)
  return rest.reduce(one, one(before, first))
}

/** The spelling that most visitors chose; of equals the latest. */
export function commonSpelling(searches: readonly Search[]): string {
  const counts = new Map<string, number>()
  let best = ''
  for (const { text } of searches) {
    const spelling = text.toWellFormed().replace(/\s+/gu, ' ').trim()
    const count = (counts.get(spelling) ?? 0) + 1
    counts.set(spelling, count)
    if (count >= (counts.get(best) ?? 0)) best = spelling
  }
  return best
}

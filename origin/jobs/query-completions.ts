/**
 * What visitors' own searches complete. A query's weight is 100 + 900 x the share of suggested queries that are at most
 * as popular: the scale of titles, which are weighed by their popularity share.
 */
import { epochMs } from '#core/contract/time'
import { normalise } from '#core/text/normalise'
import { isRising, popularity } from '#core/suggest/popularity'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import type { EventLog } from '../log/event-log.ts'
import { byQuery, commonSpelling, countSearches, halfLivesOf } from './count-queries.ts'
import type { PublishedQuery } from './published-queries.ts'
import type { Suggestable } from './suggestable.ts'

/** A search older than this many slow half-lives is not read any more. */
const WINDOW_HALF_LIVES = 2
/** More queries than this complete nothing that people type often. */
const MAX_QUERIES = 100_000

type Sources = {
  log: EventLog
  definition: CatalogueDefinition
  rules: Suggestable
  /** Normal forms that complete already: an item or a category says more than the query of the same name. */
  taken: ReadonlySet<string>
  now: number
}

/** From when on searches count, and since when there can be any. */
export async function windowOf(
  log: EventLog,
  { definition, now }: { definition: CatalogueDefinition; now: number },
): Promise<{ since: number; began: number }> {
  const since = now - WINDOW_HALF_LIVES * halfLivesOf(definition.suggest).slow
  return { since, began: Math.max(since, (await log.firstSearch()) ?? now) }
}

/** The queries that may be shown, the most popular last. */
export async function suggestedQueries({ log, definition, rules, taken, now }: Sources): Promise<PublishedQuery[]> {
  const halfLives = halfLivesOf(definition.suggest)
  const { since, began } = await windowOf(log, { definition, now })
  const queries = new Map<string, Omit<PublishedQuery, 'weight'>>()
  for await (const searches of byQuery(log.searches({ since }))) {
    const [{ key }] = searches
    const text = commonSpelling(searches)
    if (taken.has(key) || !(await rules.showsQuery({ text, visitors: searches.length }))) continue
    const counters = countSearches(searches, { halfLives })
    const rate = popularity(counters, epochMs(now), epochMs(began), halfLives)
    const rising = isRising(counters, epochMs(now), epochMs(began), halfLives)
    queries.set(key, { key, text, counters, rate, rising })
  }
  for (const text of definition.suggest.allow) {
    const key = normalise(text)
    if (queries.has(key) || taken.has(key) || !(await rules.showsQuery({ text, visitors: 0 }))) continue
    queries.set(key, { key, text, counters: undefined, rate: 0, rising: false })
  }
  return weighed([...queries.values()])
}

function weighed(queries: Omit<PublishedQuery, 'weight'>[]): PublishedQuery[] {
  const kept = queries.sort((a, b) => a.rate - b.rate || (a.key < b.key ? -1 : 1)).slice(-MAX_QUERIES)
  const atMost = new Map(kept.map(({ rate }, index) => [rate, index + 1]))
  return kept.map((query) => ({ ...query, weight: 100 + (900 * (atMost.get(query.rate) ?? 0)) / kept.length }))
}

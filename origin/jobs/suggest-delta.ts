/**
 * What changed since the served index was built: the searches since then, and the operators' removals. Bounded in every
 * part; what it cannot hold waits for the next build.
 */
import { type EpochMs, epochMs } from '#core/contract/time'
import type { SuggestDelta } from '#core/contract/suggest-delta'
import type { Completion } from '#core/suggest/completion'
import { type Counters, isRising, popularity } from '#core/suggest/popularity'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import type { Search } from '../log/event-log.ts'
import type { Ports } from '../ports.ts'
import { itemCompletion, weightOfShare } from './catalogue-completions.ts'
import { byQuery, commonSpelling, countSearches, type HalfLives, halfLivesOf } from './count-queries.ts'
import type { PublishedQuery } from './published-queries.ts'
import { windowOf } from './query-completions.ts'
import { type Suggestable, suggestable } from './suggestable.ts'

/** Newest searches that are looked at: 0.2 s of work, at most once a second. */
const MAX_SEARCHES = 100_000
const MAX_CHANGED = 500
const MAX_TRENDING = 20
const MAX_ITEMS = 50
/** Also a trend: asked this many times faster than when the index was built, by this many visitors lately. */
const TRENDING_LIFT = 3
const TRENDING_VISITORS = 2
/** Decayed visitors at which an item weighs as much as one of middling popularity. */
const HALF_WEIGHT = 10

type Base = {
  ports: Ports
  /** Of the served index. */
  name: string
  definition: CatalogueDefinition
  rules: Suggestable
  halfLives: HalfLives
  window: { since: number; began: number }
  now: EpochMs
}

export async function suggestDelta(ports: Ports): Promise<SuggestDelta> {
  const current = await ports.catalogue.current()
  const served = (await ports.artifacts.versions('suggest')).versions.find((version) => version.served)
  const removed = await ports.removals.list()
  if (current === null || served === undefined) return { base: null, added: [], boosted: [], removed, trending: [] }
  const { definition } = current
  const rules = suggestable({ settings: definition.suggest, removed, keywords: ports.keywords })
  const now = epochMs(ports.now())
  const window = await windowOf(ports.log, { definition, now })
  const halfLives = halfLivesOf(definition.suggest)
  const base = { ports, name: served.name, definition, rules, halfLives, window, now }
  const changed: Changed[] = []
  const searches = ports.log.arrivals({ since: served.builtAt, limit: MAX_SEARCHES })
  for await (const group of byQuery(searches)) {
    const change = await changeOf(base, group)
    if (change !== null) changed.push(change)
  }
  changed.sort((a, b) => b.steepness - a.steepness).splice(MAX_CHANGED)
  const completions = (isNew: boolean): Completion[] =>
    changed.filter((change) => change.isNew === isNew).map(({ completion }) => completion)
  return {
    base: served.name,
    added: completions(true),
    boosted: [...completions(false), ...(await risingItems(base))],
    removed,
    trending: await trendingOf(base, changed),
  }
}

/** What rises by the searches since, and what was rising at the build and still is. */
async function trendingOf(base: Base, changed: readonly Changed[]): Promise<string[]> {
  const known = new Set(changed.map(({ key }) => key))
  const still = (await base.ports.published.rising(base.name)).filter(
    ({ key, text, counters }) =>
      counters !== undefined && !known.has(key) && base.rules.shows(text) && rises(base, counters),
  )
  const rising = [
    ...changed.filter(({ isTrending }) => isTrending),
    ...still.map(({ key, rate }) => ({ key, steepness: rate })),
  ]
  const steepest = rising.sort((a, b) => b.steepness - a.steepness)
  return steepest.slice(0, MAX_TRENDING).map(({ key }) => key)
}

const rises = ({ now, window, halfLives }: Base, counters: Counters): boolean =>
  isRising(counters, now, epochMs(window.began), halfLives)

/** A query that should be shown, or shown higher, than the index has it. */
type Changed = { key: string; completion: Completion; isNew: boolean; isTrending: boolean; steepness: number }

async function changeOf(base: Base, group: [Search, ...Search[]]): Promise<Changed | null> {
  const { ports, name, rules, halfLives, window } = base
  const [{ key }] = group
  const known = await ports.published.get(name, key)
  if (known.outcome === 'category') return null
  if (known.outcome === 'unknown') {
    // Counted from the log, not from the last build: whether enough visitors asked it must be exact.
    const searches = await ports.log.searchesOf(key, window)
    if (!isGroup(searches)) return null
    const text = commonSpelling(searches)
    if (!(await rules.showsQuery({ text, visitors: searches.length })) || (await ports.keywords.hasTitle(text)))
      return null
    return change(base, { key, text, counters: countSearches(searches, { halfLives }), before: null })
  }
  const { text, counters: before } = known.query
  if (!rules.shows(text)) return null
  const counters = countSearches(group, { halfLives, ...(before && { before }) })
  return change(base, { key, text, counters, before: known.query })
}

const isGroup = (searches: Search[]): searches is [Search, ...Search[]] => searches.length > 0

type Counted = { key: string; text: string; counters: Counters; before: PublishedQuery | null }

/** Null when the index says nothing different. */
async function change(base: Base, { key, text, counters, before }: Counted): Promise<Changed | null> {
  const { ports, name, now, window, halfLives } = base
  const rate = popularity(counters, now, epochMs(window.began), halfLives)
  const usual = before?.rate ?? 0
  const isNews = counters.fast >= TRENDING_VISITORS && rate >= TRENDING_LIFT * usual
  const isTrending = isNews || rises(base, counters)
  const weight = Math.max(await ports.published.weightOfRate(name, rate), before?.weight ?? 0)
  if (before !== null && weight === before.weight && !isTrending) return null
  const completion: Completion = { text, weight, kind: 'query', ref: '', scopes: [] }
  return { key, completion, isNew: before === null, isTrending, steepness: rate - usual }
}

async function risingItems({ ports, definition, rules }: Base): Promise<Completion[]> {
  const moving = await ports.log.trending({ now: ports.now(), limit: MAX_ITEMS })
  const visitors = new Map(moving.map((entry) => [entry.item, entry.visitors]))
  const items = await ports.catalogue.get([...visitors.keys()])
  return items.flatMap((item) => {
    const seen = visitors.get(item.id) ?? 0
    const share = seen / (seen + HALF_WEIGHT)
    if (share <= item.popularity || !rules.shows(item.title)) return []
    return [{ ...itemCompletion(item, definition), weight: weightOfShare(share) }]
  })
}

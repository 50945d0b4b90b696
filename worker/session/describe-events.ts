/**
 * What the catalogue says about the items of events, from the shared part and never from the sender. An item that it
 * does not know, or an origin that does not answer, costs the event its facets and not its record.
 */
import type { AcceptedEvent } from '#core/contract/events'
import { mixOf } from '#core/rank/features/mix'
import { everyonesRates } from '#core/rank/learned/everyones-rates'
import { traitsOf } from '#core/session/traits'
import type { ItemTraits, Mix, SessionEvent } from '#core/session/state'
import { readShared } from '../read-shared.ts'
import { timed, waitUntilOf, type AppContext } from '../request.ts'
import { readAsked } from '../search-asked.ts'
import { items } from '../shared-parts.ts'

const UNKNOWN: ItemTraits = { facets: {}, numbers: {} }

const MAX_SEARCHES = 4

type Shown = Extract<AcceptedEvent, { type: 'shown' }>

export async function describeEvents(c: AppContext, accepted: readonly AcceptedEvent[]): Promise<SessionEvent[]> {
  const ids = accepted.flatMap((event) => ('item' in event && event.item !== undefined ? [event.item] : []))
  const [traits, mixes] = await Promise.all([
    ids.length === 0 ? new Map<string, ItemTraits>() : readTraits(c, ids),
    mixesOf(c, accepted),
  ])
  return accepted.map((event) => {
    if (event.type === 'shown') return { ...event, mix: mixes.get(event.search) ?? [] }
    return { ...event, ...(('item' in event && traits.get(event.item ?? '')) || UNKNOWN) }
  })
}

async function readTraits(c: AppContext, ids: string[]): Promise<Map<string, ItemTraits>> {
  const shared = await timed(c, 'shared', readShared(c, items(ids)))
  if (shared.outcome !== 'answered') c.get('deps').metrics.count('events_without_facets')
  return new Map(shared.outcome === 'answered' ? shared.value.items.map((item) => [item.id, traitsOf(item)]) : [])
}

/** By search; of the first few searches of a batch: each may cost the origin a call. */
async function mixesOf(c: AppContext, accepted: readonly AcceptedEvent[]): Promise<Map<string, Mix>> {
  const shown = accepted.filter((event) => event.type === 'shown')
  const bySearch = [...new Map(shown.map((event) => [event.search, event])).values()].slice(0, MAX_SEARCHES)
  const mixes = bySearch.map(async (event) => [event.search, await mixOfShown(c, event)] as const)
  return new Map(await Promise.all(mixes))
}

/** From the very part that the search was answered from, which a moment later is still in memory. */
async function mixOfShown(c: AppContext, { search, items: ids }: Shown): Promise<Mix> {
  const asked = readAsked(`?${search}`)
  if (asked.outcome === 'rejected') return []
  const shared = await readShared(c, asked.value.part)
  if (shared.outcome !== 'answered') return []
  const byId = new Map(shared.value.hits.map((hit) => [hit.item.id, hit]))
  const hits = ids.map((id) => byId.get(id)).filter((hit) => hit !== undefined)
  const { ranking, now } = c.get('deps')
  const current = ranking.current(waitUntilOf(c))
  const knowledge = current?.by === 'model' ? current.model.knowledge : current?.knowledge
  const asking = { query: asked.value.retrieve.q, now: now() }
  const rates = knowledge === undefined ? undefined : everyonesRates(knowledge, hits, asking)
  return mixOf(hits.map(({ item }, place) => ({ facets: item.facets, weight: rates?.[place] ?? 1 })))
}

/**
 * What the catalogue says about the items of events, from the shared part and never from the sender. An item that it
 * does not know, or an origin that does not answer, costs the event its facets and not its record.
 */
import type { AcceptedEvent } from '#core/contract/events'
import { traitsOf } from '#core/session/traits'
import type { ItemTraits, SessionEvent } from '#core/session/state'
import { readShared } from '../read-shared.ts'
import { timed, type AppContext } from '../request.ts'
import { items } from '../shared-parts.ts'

const UNKNOWN: ItemTraits = { facets: {}, numbers: {} }

export async function describeEvents(c: AppContext, accepted: readonly AcceptedEvent[]): Promise<SessionEvent[]> {
  const ids = accepted.flatMap((event) => ('item' in event && event.item !== undefined ? [event.item] : []))
  const traits = ids.length === 0 ? new Map<string, ItemTraits>() : await readTraits(c, ids)
  return accepted.map((event) => {
    if (event.type === 'shown') return { ...event, mix: [] }
    return { ...event, ...(('item' in event && traits.get(event.item ?? '')) || UNKNOWN) }
  })
}

async function readTraits(c: AppContext, ids: string[]): Promise<Map<string, ItemTraits>> {
  const shared = await timed(c, 'shared', readShared(c, items(ids)))
  if (shared.outcome !== 'answered') c.get('deps').metrics.count('events_without_facets')
  return new Map(shared.outcome === 'answered' ? shared.value.items.map((item) => [item.id, traitsOf(item)]) : [])
}

/**
 * The log in the form that training reads: the catalogue's items, the lists that were shown as rankings, and what
 * visitors did as interactions. Whoever stays with an item for half a minute did one thing more: `dwelt`.
 */
import { fieldsOfItem } from '#core/rank/features/catalogue-fields'
import { DWELT, type LogEvent } from '#core/rank/features/log-event'
import type { Ports } from '../ports.ts'

const DWELT_MS = 30_000
/** Longer than this nobody reads; the visitor was away. */
const AWAY_MS = 30 * 60_000
/** Visitors whose last deed is remembered, to tell how long it lasted. */
const MAX_VISITORS = 20_000

type Interaction = Extract<LogEvent, { kind: 'interaction' }>

export async function* trainingLog(
  { catalogue, history }: Pick<Ports, 'catalogue' | 'history'>,
  { lists }: { lists: number },
): AsyncGenerator<LogEvent> {
  const before = new Map<string, Interaction>()
  let declared = false
  for await (const entry of history.read({ limit: lists })) {
    if (!declared) {
      declared = true
      for await (const item of catalogue.all())
        yield { kind: 'item', at: entry.at, id: item.id, fields: fieldsOfItem(item) }
    }
    if (entry.kind === 'list') {
      const { id, at, query, items, context } = entry
      const fields = new Map<string, unknown>([
        ['query', query],
        ['hour', context?.hour],
        ['device', context?.device],
      ])
      const candidates = items.map((item, place) => ({
        id: item,
        fields: new Map([['match', context?.matches[place]]]),
      }))
      yield { kind: 'ranking', at, id, items: candidates, fields, user: entry.visitor ?? undefined, session: undefined }
      continue
    }
    const { at, visitor: user, item, type, impression: ranking } = entry
    const last = before.get(user)
    const stayed = last === undefined ? 0 : at - last.at
    if (last !== undefined && stayed >= DWELT_MS && stayed <= AWAY_MS) yield { ...last, at, type: DWELT }
    const deed: Interaction = { kind: 'interaction', at, item, type, ranking, user, session: undefined }
    before.delete(user)
    before.set(user, deed)
    if (before.size > MAX_VISITORS) before.delete(before.keys().next().value ?? '')
    yield deed
  }
}

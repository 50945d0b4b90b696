/**
 * The log in the form that training reads: the items that were shown or touched, the lists that were shown as rankings,
 * and what visitors did as interactions. Whoever stays with an item for half a minute did one thing more: `dwelt`.
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
type ItemEvent = Extract<LogEvent, { kind: 'item' }>

/** Only of items that the catalogue knows: anyone can send events with any text for an item. */
export async function* trainingLog(
  { catalogue, history }: Pick<Ports, 'catalogue' | 'history'>,
  { lists }: { lists: number },
): AsyncGenerator<LogEvent> {
  const before = new Map<string, Interaction>()
  const asked = new Set<string>()
  const known = new Set<string>()
  const firstMet = async (ids: readonly string[], at: number): Promise<ItemEvent[]> => {
    const unasked = ids.filter((id) => !asked.has(id))
    for (const id of unasked) asked.add(id)
    const found = unasked.length === 0 ? [] : await catalogue.get(unasked)
    for (const { id } of found) known.add(id)
    return found.map((item) => ({ kind: 'item', at, id: item.id, fields: fieldsOfItem(item) }))
  }
  for await (const entry of history.read({ limit: lists })) {
    const { at } = entry
    yield* await firstMet(entry.kind === 'list' ? entry.items : [entry.item], at)
    if (entry.kind === 'list') {
      yield rankingOf(entry, known)
      continue
    }
    const { visitor: user, item, type, impression: ranking } = entry
    if (!known.has(item)) continue
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

type Entry = ReturnType<Ports['history']['read']> extends AsyncIterable<infer Each> ? Each : never
type ShownList = Extract<Entry, { kind: 'list' }>

function rankingOf({ id, at, query, items, context, visitor }: ShownList, known: ReadonlySet<string>): LogEvent {
  const fields = new Map<string, unknown>([
    ['query', query],
    ['hour', context?.hour],
    ['device', context?.device],
  ])
  const candidates = items.flatMap((item, place) =>
    known.has(item) ? [{ id: item, fields: new Map([['match', context?.matches[place]]]) }] : [],
  )
  return { kind: 'ranking', at, id, items: candidates, fields, user: visitor ?? undefined, session: undefined }
}

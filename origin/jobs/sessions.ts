import type { Deed } from '../log/event-log.ts'

/** A visitor who was away for longer begins a new session: the usual cut, also the edge's. */
const IDLE_MS = 30 * 60_000

/**
 * Sessions of the log, the one that ended first in front. `deeds` come by visitor and then time. Deeds on one item in a
 * row are one step (a click, then a view, then a purchase), and one step alone says nothing about neighbours.
 */
export async function sessionsOf(deeds: AsyncIterable<Deed>): Promise<string[][]> {
  const sessions: { end: number; items: string[] }[] = []
  let last: Deed | null = null
  for await (const deed of deeds) {
    const goesOn = last?.visitor === deed.visitor && deed.at - last.at <= IDLE_MS
    const session = goesOn ? sessions.at(-1) : undefined
    if (session === undefined) sessions.push({ end: deed.at, items: [deed.item] })
    else {
      session.end = deed.at
      if (session.items.at(-1) !== deed.item) session.items.push(deed.item)
    }
    last = deed
  }
  return sessions
    .filter(({ items }) => items.length > 1)
    .sort((a, b) => a.end - b.end)
    .map(({ items }) => items)
}

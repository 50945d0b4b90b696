import { IDLE_MS } from '#core/session/visits'

/** A visitor dealt with an item. */
export type Deed = { visitor: string; item: string; at: number }

/** Newest deeds that an index is built of: about 300 MB while it is built, 17 MB when it is. */
export const MAX_DEEDS = 1_000_000
/** With fewer sessions an index says more about chance than about items: none is built. */
export const NEEDED_SESSIONS = 50

/**
 * Cuts deeds into the sessions that a neighbour index is built of; each visitor's deeds come in the order of time. Deeds
 * on one item in a row are one step (a click, then a view, then a purchase), and one step alone says nothing about
 * neighbours. A session that goes on counts as far as it went.
 */
export class SessionCutter {
  private readonly sessions: { end: number; items: string[] }[] = []
  /** By visitor, the session that may go on. */
  private readonly last = new Map<string, { end: number; items: string[] }>()

  add({ visitor, item, at }: Deed): void {
    const last = this.last.get(visitor)
    if (last !== undefined && at - last.end <= IDLE_MS) {
      last.end = at
      if (last.items.at(-1) !== item) last.items.push(item)
      return
    }
    const session = { end: at, items: [item] }
    this.last.set(visitor, session)
    this.sessions.push(session)
  }

  /** The one that ended first in front. */
  cut(): string[][] {
    return this.sessions
      .filter(({ items }) => items.length > 1)
      .sort((a, b) => a.end - b.end)
      .map(({ items }) => items)
  }
}

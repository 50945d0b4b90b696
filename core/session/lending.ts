/**
 * What a visitor's object has lent: an isolate that read the features may use them for half a second without asking
 * again, which is a keystroke or two, or the lists of one page. A change is acknowledged only when nobody but the
 * caller can still be using what was true before it, so a visitor's next read sees the event wherever it is answered.
 *
 * Source: Gray, Cheriton, "Leases: an efficient fault-tolerant mechanism for distributed file cache consistency", SOSP 1989.
 */

/** How long the object counts on what it lent being used, in ms. */
export const LENT_MS = 500
/**
 * How long a holder may use it, from before it asked. Shorter, because the clock of a Worker stands still while it
 * computes.
 */
export const HELD_MS = LENT_MS - 25

/** Above it those are forgotten whose time is over: there are as many as asked within half a second. */
const MANY_HOLDERS = 32

/** Times are epoch milliseconds of the object's clock: a holder's own counts from before it asked, and is over sooner. */
export class Lending {
  /** Until when each holder may use the present state, and those before it. */
  private readonly present = new Map<string, number>()
  private readonly past = new Map<string, number>()

  lend(holder: string, now: number): void {
    if (this.present.size >= MANY_HOLDERS) forgetEnded(this.present, now)
    this.present.set(holder, now + LENT_MS)
  }

  /** From here on the state is another one. */
  changed(): void {
    for (const [holder, until] of this.present) this.past.set(holder, until)
    this.present.clear()
  }

  /** Milliseconds until nobody but `holder` can be using what was true before the last change. */
  waitMs(holder: string | undefined, now: number): number {
    forgetEnded(this.past, now)
    let last = now
    for (const [other, until] of this.past) if (other !== holder) last = Math.max(last, until)
    return Math.min(LENT_MS, last - now)
  }
}

function forgetEnded(ends: Map<string, number>, now: number): void {
  for (const [holder, until] of ends) if (until <= now) ends.delete(holder)
}

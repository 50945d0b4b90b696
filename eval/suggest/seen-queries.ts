/** All that a replay has seen so far: every query's counters, found by its beginning. */
import type { EpochMs } from '#core/contract/time'
import { counted, popularity, type Counters } from '#core/suggest/popularity'
import type { LogEvent } from './query-log.ts'

type Seen = { query: string; total: number; counters: Counters; now: number; popular: number }

const INDEXED = [1, 2, 3, 4, 6, 8]

export class SeenQueries {
  private readonly seen = new Map<string, Seen>()
  private readonly byPrefix = new Map<string, Seen[]>()
  private readonly began: EpochMs

  constructor(began: EpochMs) {
    this.began = began
  }

  has(query: string): boolean {
    return this.seen.has(query)
  }

  learn({ query, count, time }: LogEvent): void {
    const known = this.seen.get(query)
    if (known !== undefined) {
      known.total += count
      known.counters = counted(known.counters, count, time)
      known.now = -1
      return
    }
    const fresh = { query, total: count, counters: counted(undefined, count, time), now: -1, popular: 0 }
    this.seen.set(query, fresh)
    const letters = Array.from(query)
    for (const length of INDEXED) {
      if (letters.length < length) break
      const prefix = letters.slice(0, length).join('')
      const list = this.byPrefix.get(prefix)
      if (list === undefined) this.byPrefix.set(prefix, [fresh])
      else list.push(fresh)
    }
  }

  /** The `limit` best queries that begin so, by total count or by the blend of counters at `now`. */
  top(prefix: string, limit: number, by: 'total' | 'blend', now: EpochMs): { query: string; score: number }[] {
    const best: { query: string; score: number }[] = []
    for (const each of this.candidates(prefix)) {
      const score = by === 'total' ? each.total : this.popularAt(each, now)
      if (best.length === limit && score <= (best.at(-1)?.score ?? 0)) continue
      let at = best.length
      while (at > 0 && (best[at - 1]?.score ?? 0) < score) at--
      best.splice(at, 0, { query: each.query, score })
      if (best.length > limit) best.pop()
    }
    return best
  }

  /** 0 for a query never seen. */
  popularityOf(query: string, now: EpochMs): number {
    const known = this.seen.get(query)
    return known === undefined ? 0 : this.popularAt(known, now)
  }

  private candidates(prefix: string): Seen[] {
    const letters = Array.from(prefix)
    const length = INDEXED.findLast((indexed) => indexed <= letters.length) ?? 1
    const list = this.byPrefix.get(letters.slice(0, length).join('')) ?? []
    return length === letters.length ? list : list.filter(({ query }) => query.startsWith(prefix))
  }

  private popularAt(each: Seen, now: EpochMs): number {
    if (each.now !== now) {
      each.now = now
      each.popular = popularity(each.counters, now, this.began)
    }
    return each.popular
  }
}

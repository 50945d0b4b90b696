/** What a replay knows about each user: own queries with decayed counts, and the session's previous query. */
import { epochMs, type EpochMs } from '#core/contract/time'
import type { PersonalContext } from '#core/suggest/personal'
import { suggestionOf } from './suggestion-of.ts'
import type { LogEvent } from './query-log.ts'

type Own = { text: string; count: number; at: EpochMs }
type Visitor = { own: Map<string, Own>; last?: LogEvent }

const SESSION_MS = 30 * 60_000
const KEPT_QUERIES = 500
/** As the origin publishes them. */
const MOST_FOLLOWERS = 10

export class Visitors {
  private readonly visitors = new Map<string, Visitor>()
  private readonly followers = new Map<string, Map<string, number>>()

  asked(user: string, query: string): boolean {
    return this.visitors.get(user)?.own.has(query) ?? false
  }

  learn(event: LogEvent): void {
    if (event.user === '') return
    const visitor = this.visitors.get(event.user) ?? { own: new Map<string, Own>() }
    this.visitors.set(event.user, visitor)
    const previous = this.previous(event)
    if (previous !== undefined && previous !== event.query) {
      const next = this.followers.get(previous) ?? new Map<string, number>()
      this.followers.set(previous, next.set(event.query, (next.get(event.query) ?? 0) + 1))
    }
    const count = (visitor.own.get(event.query)?.count ?? 0) + 1
    visitor.own.delete(event.query)
    visitor.own.set(event.query, { text: event.query, count, at: event.time })
    const oldest = visitor.own.keys().next()
    if (visitor.own.size > KEPT_QUERIES && oldest.done !== true) visitor.own.delete(oldest.value)
    visitor.last = event
  }

  history(user: string): PersonalContext {
    return { recent: [...(this.visitors.get(user)?.own.values() ?? [])], affinity: () => 0 }
  }

  /** @param popularityOf a query now, in the unit of the suggestions that it is weighed against */
  session(event: LogEvent, popularityOf: (query: string) => number): PersonalContext {
    const text = this.previous(event)
    if (text === undefined) return this.history(event.user)
    const counts = this.followers.get(text) ?? new Map<string, number>()
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const next = [...counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_FOLLOWERS)
      .map(([query, count]) => ({ suggestion: suggestionOf(query, popularityOf(query)), share: count / total }))
    return { ...this.history(event.user), previous: { text, next } }
  }

  private previous({ user, time }: LogEvent): string | undefined {
    const last = this.visitors.get(user)?.last
    return last !== undefined && time - last.time <= epochMs(SESSION_MS) ? last.query : undefined
  }
}

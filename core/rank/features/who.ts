/** Whose session an event belongs to, and what is remembered of them, however much of that the log says. */
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionEvent, type SessionState } from '#core/session/state'
import { IDLE_MS } from '#core/session/visits'
import type { LogEvent } from './log-event.ts'
import { RecentMap } from './recent-map.ts'

type Named = Pick<Extract<LogEvent, { kind: 'interaction' }>, 'at' | 'user' | 'session'>
type Shown = Extract<SessionEvent, { type: 'shown' }>

/** `reported`: lists of which the edge would not know yet: they come with the visitor's next deed (decision 052). */
export type Remembered = { state: SessionState; unreported: Shown[]; startedAt: number; lastAt: number; lists: number }
/**
 * `key` is undefined when the event names nobody: its memory is its own. `whole`: the session has a name of its own and
 * lasts as long; else it is a visit of the visitor's.
 */
export type Remembering = { key: string | undefined; session: Remembered; visitor: Remembered; whole: boolean }

/** Remembered at once, the longest idle forgotten first. */
const MAX_SESSIONS = 20_000
const MAX_VISITORS = 50_000
const MAX_UNREPORTED = 20

export class Who {
  private readonly sessions = new RecentMap<Remembered>(MAX_SESSIONS)
  private readonly visitors = new RecentMap<Remembered>(MAX_VISITORS)
  /** A visitor's last named session, and a session's visitor: not every event of a log names both. */
  private readonly lastSession = new RecentMap<string>(MAX_VISITORS)
  private readonly userOf = new RecentMap<string>(MAX_SESSIONS)

  memoryOf(event: Named): Remembering {
    const key = this.keyOf(event)
    if (key === undefined) {
      const own = unknown(event.at)
      return { key, session: own, visitor: own, whole: true }
    }
    const visitorKey = event.user ?? this.userOf.get(key) ?? key
    const visitor = this.visitors.get(visitorKey) ?? unknown(event.at)
    this.visitors.set(visitorKey, visitor)
    const session = visitorKey === key ? visitor : (this.sessions.get(key) ?? unknown(event.at))
    this.sessions.set(key, session)
    const whole = key !== event.user
    // A named session lasts as long as its name; a visitor without one starts anew after half an hour of silence.
    if (!whole && event.at - session.lastAt > IDLE_MS) session.startedAt = event.at
    session.lastAt = event.at
    return { key, session, visitor, whole }
  }

  private keyOf({ at, user, session }: Named): string | undefined {
    if (session !== undefined) {
      if (user === undefined) return session
      this.lastSession.set(user, session)
      this.userOf.set(session, user)
      return session
    }
    const named = user === undefined ? undefined : this.lastSession.get(user)
    const going = named === undefined ? undefined : this.sessions.get(named)
    return going !== undefined && at - going.lastAt <= IDLE_MS ? named : user
  }
}

const unknown = (at: number): Remembered => ({ state: emptyState, unreported: [], startedAt: at, lastAt: at, lists: 0 })

export function rememberShown({ session, visitor }: Remembering, shown: Shown): void {
  for (const each of new Set([session, visitor])) {
    each.unreported.push(shown)
    if (each.unreported.length > MAX_UNREPORTED) each.unreported.shift()
    each.lists += 1
  }
}

/** A deed, and with it the lists that were shown before. */
export function rememberDeed({ session, visitor }: Pick<Remembering, 'session' | 'visitor'>, deed: SessionEvent): void {
  for (const each of new Set([session, visitor])) {
    for (const event of [...each.unreported.splice(0), deed]) each.state = reduce(each.state, event, deed.at)
  }
}

/** Whose session an event belongs to, and what is remembered of them, however much of that the log says. */
import type { LogEvent } from './log-event.ts'
import { RecentMap } from './recent-map.ts'
import { newSession, newVisitor, type SessionMemory, type VisitorMemory } from './visitor.ts'

type Named = Pick<Extract<LogEvent, { kind: 'interaction' }>, 'at' | 'user' | 'session'>
/** `key` is undefined when the event names nobody: its memory is its own. */
export type Memory = { key: string | undefined; session: SessionMemory; visitor: VisitorMemory }

export const IDLE_MS = 30 * 60_000
/** Remembered at once, the longest idle forgotten first. */
const MAX_SESSIONS = 20_000
const MAX_VISITORS = 50_000

export class Who {
  private readonly fields: number
  private readonly sessions = new RecentMap<SessionMemory>(MAX_SESSIONS)
  private readonly visitors = new RecentMap<VisitorMemory>(MAX_VISITORS)
  /** A visitor's last named session, and a session's visitor: not every event of a log names both. */
  private readonly lastSession = new RecentMap<string>(MAX_VISITORS)
  private readonly userOf = new RecentMap<string>(MAX_SESSIONS)

  /** @param fields of the schema */
  constructor(fields: number) {
    this.fields = fields
  }

  memoryOf(event: Named): Memory {
    const key = this.keyOf(event)
    if (key === undefined) return { key, session: newSession(event.at), visitor: newVisitor(this.fields) }
    const known = this.sessions.get(key)
    // A named session lasts as long as its name; a visitor without one starts anew after half an hour of silence.
    const over = known !== undefined && key === event.user && event.at - known.lastAt > IDLE_MS
    const session = known === undefined || over ? newSession(event.at) : known
    this.sessions.set(key, session)
    const visitorKey = event.user ?? this.userOf.get(key) ?? key
    const visitor = this.visitors.get(visitorKey) ?? newVisitor(this.fields)
    this.visitors.set(visitorKey, visitor)
    return { key, session, visitor }
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

/**
 * SessionObject: one visitor, one object. Persists and delegates; every rule is in core/session.
 *
 * Why durable: the object is evicted after seconds of idleness, and a visitor's next search may come after that.
 * One row holds everything (state, seen ids, undelivered events), so a batch of events costs one row write.
 *
 * Order inside record(): reduce in memory, hand the events to the queue, then write the row. A crash before the write
 * leaves the sender without an answer, so it sends again under the same event ids: the log counts by id, the session
 * was not written, nothing is lost and nothing is doubled. When the queue fails, the events stay in the row's outbox
 * and the alarm delivers them.
 */
import { DurableObject } from 'cloudflare:workers'
import type { LogBatch, LoggedEvent } from '#core/contract/events'
import { within, type Timer } from '#core/deadline'
import { bound } from '#core/session/bounds'
import { encodeState } from '#core/session/codec'
import { featuresOf } from '#core/session/features'
import { Lending } from '#core/session/lending'
import { forgetQuery } from '#core/session/queries'
import { reduce } from '#core/session/reduce'
import { SeenIds } from '#core/session/seen-ids'
import { emptyState, type SessionEvent, type SessionState } from '#core/session/state'
import {
  encodeFeatures,
  type FeaturesJson,
  type FeaturesVerdict,
  type RecordVerdict,
  type Summary,
  type Wanted,
} from '#core/session/verdicts'
import { SessionRow } from './session-row.ts'

type SessionEnv = { EVENTS: Pick<Queue<LogBatch>, 'send'>; RETENTION_DAYS?: string }

const DAY_MS = 86_400_000
const DEFAULT_RETENTION_DAYS = 30
const OUTBOX_RETRY_MS = 15_000
const OUTBOX_MAX_EVENTS = 1_000
/** A send that is late may still arrive: the log counts by event id, so sending again is safe. */
const QUEUE_DEADLINE_MS = 2_000
const timer: Timer = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (handle) => clearTimeout(handle as number),
}
/** An alarm is a row write: the retention alarm moves only when it would be this much too early. */
const ALARM_SLACK_MS = 3_600_000

export class SessionObject extends DurableObject<SessionEnv> {
  /** The clock, a field so that tests can set it. */
  now: () => number = Date.now
  private readonly row: SessionRow
  private state: SessionState
  private seen: SeenIds
  private outbox: LogBatch
  private consent: boolean
  /** What features() answered for the present state. */
  private answered = new Map<Wanted, FeaturesJson>()
  private readonly lending = new Lending()

  constructor(ctx: DurableObjectState, env: SessionEnv) {
    super(ctx, env)
    this.row = new SessionRow(ctx.storage.sql)
    const stored = this.row.read()
    this.state = stored.state
    this.seen = new SeenIds(stored.seen)
    this.outbox = stored.outbox
    this.consent = stored.consent
  }

  /**
   * Counts each event once by its id, and passes the new ones on to the log. `visitor` is the log's pseudonym, `holder`
   * the isolate that asks: it forgets what it was lent by itself.
   */
  async record(visitor: string, events: SessionEvent[], holder?: string): Promise<RecordVerdict> {
    if (!this.consent) return { outcome: 'opted-out' }
    const fresh = events.filter((event) => this.seen.add(event.id))
    if (fresh.length > 0) {
      const now = this.now()
      this.state = bound(fresh.reduce((state, event) => reduce(state, event, now), this.state))
      this.changed()
      const logged = fresh.flatMap((event) => toLogged(visitor, event))
      this.outbox = { events: [...this.outbox.events, ...logged].slice(-OUTBOX_MAX_EVENTS), erased: this.outbox.erased }
      if (this.outbox.events.length > 0) await this.deliver()
      else this.write()
      await this.schedule()
    }
    // Also for what was known already: the first call may be waiting still.
    await this.untilUsedByNobody(holder)
    return { outcome: 'recorded', accepted: fresh.length, duplicates: events.length - fresh.length }
  }

  /** For ranking. The text is made once per change of the state: reads outnumber events by far. Lent to `holder`. */
  features(wanted: Wanted = 'features', holder?: string): FeaturesJson {
    if (holder !== undefined) this.lending.lend(holder, this.now())
    const known = this.answered.get(wanted)
    if (known !== undefined) return known
    const answer = encodeFeatures(this.verdict(wanted))
    this.answered.set(wanted, answer)
    return answer
  }

  private verdict(wanted: Wanted): FeaturesVerdict {
    if (!this.consent) return { outcome: 'opted-out' }
    if (wanted === 'whole') return { outcome: 'whole', state: encodeState(this.state) }
    return { outcome: 'features', features: featuresOf(this.state, this.now()) }
  }

  summary(): Summary {
    const lastAt = this.state.visits[0]?.to
    return {
      consent: this.consent,
      state: this.state,
      expiresAt: lastAt === undefined ? null : lastAt + this.retentionMs(),
    }
  }

  /** False when it was not there. The log keeps it, under the visitor's pseudonym, until the visitor is erased. */
  async forgetQuery(query: string, holder?: string): Promise<boolean> {
    const state = forgetQuery(this.state, query)
    const forgotten = state.queries.length < this.state.queries.length
    if (forgotten) {
      this.state = state
      this.changed()
      this.write()
    }
    await this.untilUsedByNobody(holder)
    return forgotten
  }

  /** Forgets the visitor here and in the log. Only an opt-out itself is kept, so that it stays honoured. */
  async erase(visitor: string, holder?: string): Promise<void> {
    await this.eraseNow(visitor)
    await this.untilUsedByNobody(holder)
  }

  /** Opting out erases what was known and stops recording; opting in starts from nothing. */
  async setConsent(visitor: string, consent: boolean, holder?: string): Promise<void> {
    this.consent = consent
    this.changed()
    if (!consent) await this.eraseNow(visitor)
    this.write()
    await this.untilUsedByNobody(holder)
  }

  private async eraseNow(visitor: string): Promise<void> {
    this.outbox = { events: [], erased: [{ visitor, at: this.now() }] }
    this.forget()
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    this.row.create()
    await this.deliver()
    if (this.outbox.erased.length > 0) await this.ctx.storage.setAlarm(this.now() + OUTBOX_RETRY_MS)
  }

  /** Delivers what the queue refused before, and deletes a visitor who stayed away for the whole retention. */
  override async alarm(): Promise<void> {
    if (this.outbox.events.length > 0 || this.outbox.erased.length > 0) await this.deliver()
    const expiresAt = this.summary().expiresAt
    if (expiresAt !== null && expiresAt <= this.now()) {
      this.forget()
      await this.ctx.storage.deleteAll()
      this.row.create()
      this.write()
    }
    await this.schedule()
  }

  /**
   * Sends the outbox to the queue, then writes the row. What is being sent stays in the outbox until the queue has it:
   * another call may write the row in the meantime, and what it writes must not have lost these events.
   */
  private async deliver(): Promise<void> {
    const sending = this.outbox
    const sent = await within(() => this.env.EVENTS.send(sending, { contentType: 'json' }), QUEUE_DEADLINE_MS, timer)
    if (sent.outcome === 'in-time') this.outbox = without(this.outbox, sending)
    else {
      const cause = sent.outcome === 'failed' ? String(sent.cause) : `no answer in ${QUEUE_DEADLINE_MS} ms`
      console.warn(JSON.stringify({ event: 'outbox-kept', events: sending.events.length, cause }))
    }
    this.write()
  }

  private async schedule(): Promise<void> {
    const pending = this.outbox.events.length > 0 || this.outbox.erased.length > 0
    const expiresAt = this.summary().expiresAt
    const due = pending ? this.now() + OUTBOX_RETRY_MS : expiresAt
    if (due === null) return
    const current = await this.ctx.storage.getAlarm()
    const fits = current !== null && current <= due && due - current < ALARM_SLACK_MS && current > this.now()
    if (!fits) await this.ctx.storage.setAlarm(due)
  }

  private forget(): void {
    this.state = emptyState
    this.changed()
    this.seen = new SeenIds()
  }

  private changed(): void {
    this.answered.clear()
    this.lending.changed()
  }

  /** What was lent is forgotten with the object: one that crashes may be followed by half a second of what was true before. */
  private async untilUsedByNobody(holder: string | undefined): Promise<void> {
    const ms = this.lending.waitMs(holder, this.now())
    if (ms > 0) await new Promise<void>((resolve) => void timer.set(resolve, ms))
  }

  private write(): void {
    this.row.write({ state: this.state, seen: this.seen.bytes(), outbox: this.outbox, consent: this.consent })
  }

  private retentionMs(): number {
    return Number(this.env.RETENTION_DAYS ?? DEFAULT_RETENTION_DAYS) * DAY_MS
  }
}

/** By identity: what came in while the sending went on is kept. */
function without(outbox: LogBatch, sent: LogBatch): LogBatch {
  return {
    events: outbox.events.filter((event) => !sent.events.includes(event)),
    erased: outbox.erased.filter((erased) => !sent.erased.includes(erased)),
  }
}

/** The log's row: what happened, without what the catalogue said about the item. What was shown is logged by the edge. */
function toLogged(visitor: string, event: SessionEvent): LoggedEvent[] {
  if (event.type === 'shown') return []
  const { facets: _facets, numbers: _numbers, ...logged } = event
  return [{ ...logged, visitor }]
}

/**
 * Calls to the visitor's object, each with a deadline and a written choice of what its failure means:
 * features fail open (an unpersonalised answer that says so), writes and erasure fail closed (the caller is told).
 */
import { within, type Timer } from '#core/deadline'
import type { SkippedReason } from '#core/contract/personalisation'
import { decodeState } from '#core/session/codec'
import { featuresAt, featuresOf, type SessionFeatures } from '#core/session/features'
import {
  decodeFeatures,
  type FeaturesJson,
  type RecordVerdict,
  type Summary,
  type Wanted,
} from '#core/session/verdicts'
import type { SessionEvent, SessionState } from '#core/session/state'
import type { Env } from '../env.ts'
import type { Visitor } from '../identity/token.ts'
import { createFeatureLeases } from './feature-leases.ts'

const WRITE_DEADLINE_MS = 5_000
const IDS_MAX = 5_000

/** `state`: everything, when it was wanted. */
export type Personal =
  | { outcome: 'applied'; features: SessionFeatures; state: SessionState | undefined }
  | { outcome: 'skipped'; reason: SkippedReason }

type Told<T> = { outcome: 'done'; value: T } | { outcome: 'unavailable'; cause: string }

export type SessionClient = {
  /** What was lent a moment ago is given without a promise. */
  features(visitor: Visitor, wanted?: Wanted): Personal | Promise<Personal>
  record(visitor: Visitor, events: SessionEvent[]): Promise<Told<RecordVerdict>>
  /** Whether the query was there. */
  forgetQuery(visitor: Visitor, query: string): Promise<Told<boolean>>
  summary(visitor: Visitor): Promise<Told<Summary>>
  erase(visitor: Visitor): Promise<Told<void>>
  setConsent(visitor: Visitor, consent: boolean): Promise<Told<void>>
}

export function createSessionClient(deps: {
  sessions: Env['SESSIONS']
  now: () => number
  timer: Timer
  /** For reads; a visitor notices every millisecond of it. */
  featuresDeadlineMs: number
  /** Names this isolate to the objects that lend to it. */
  holder: string
  onSkipped: (reason: 'timeout' | 'failed') => void
}): SessionClient {
  const { holder } = deps
  const objectOf = objectsOf(deps.sessions)
  const leases = createFeatureLeases<Personal>(deps.now)

  async function told<T>(work: () => Promise<T>): Promise<Told<T>> {
    const answer = await within(work, WRITE_DEADLINE_MS, deps.timer)
    switch (answer.outcome) {
      case 'in-time':
        return { outcome: 'done', value: answer.value }
      case 'late':
        return { outcome: 'unavailable', cause: `no answer in ${WRITE_DEADLINE_MS} ms` }
      case 'failed':
        return { outcome: 'unavailable', cause: String(answer.cause) }
      default:
        return answer satisfies never
    }
  }

  async function ask(visitor: Visitor, wanted: Wanted): Promise<Personal> {
    const asked = leases.asked()
    const read = (): Promise<FeaturesJson> => objectOf(visitor).features(wanted, holder)
    const answer = await within(read, deps.featuresDeadlineMs, deps.timer)
    if (answer.outcome !== 'in-time') {
      const reason = answer.outcome === 'late' ? 'timeout' : 'failed'
      deps.onSkipped(reason)
      return { outcome: 'skipped', reason }
    }
    const features = personalOf(answer.value, deps.now())
    leases.keep(visitor.pseudonym, { asked, wanted, features })
    return features
  }

  /**
   * Nothing is lent from the moment that a change begins, so a search that a page sends right after an event asks the object,
   * behind it. What was lent before is not used after it either: it may have been made though it failed or was late.
   */
  async function changed<T>(visitor: Visitor, work: () => Promise<T>): Promise<Told<T>> {
    leases.begin(visitor.pseudonym)
    const answer = await told(work)
    leases.end(visitor.pseudonym)
    return answer
  }

  return {
    features: (visitor, wanted = 'features') => leases.held(visitor.pseudonym, wanted) ?? ask(visitor, wanted),
    record: (visitor, events) =>
      changed(visitor, async (): Promise<RecordVerdict> => {
        return objectOf(visitor).record(visitor.pseudonym, events, holder)
      }),
    forgetQuery: (visitor, query) =>
      changed(visitor, async (): Promise<boolean> => objectOf(visitor).forgetQuery(query, holder)),
    summary: (visitor) => told(async (): Promise<Summary> => objectOf(visitor).summary()),
    erase: (visitor) => changed(visitor, async () => objectOf(visitor).erase(visitor.pseudonym, holder)),
    setConsent: (visitor, consent) =>
      changed(visitor, async () => objectOf(visitor).setConsent(visitor.pseudonym, consent, holder)),
  }
}

/** A name is hashed into its id once: the ids of the visitors seen lately are kept. */
function objectsOf(sessions: Env['SESSIONS']): (visitor: Visitor) => ReturnType<Env['SESSIONS']['get']> {
  const ids = new Map<string, DurableObjectId>()
  return ({ pseudonym }) => {
    let id = ids.get(pseudonym)
    if (id === undefined) {
      if (ids.size >= IDS_MAX) ids.clear()
      id = sessions.idFromName(pseudonym)
      ids.set(pseudonym, id)
    }
    return sessions.get(id)
  }
}

function personalOf(answer: FeaturesJson, now: number): Personal {
  const verdict = decodeFeatures(answer)
  switch (verdict.outcome) {
    case 'opted-out':
      return { outcome: 'skipped', reason: 'opted-out' }
    case 'features':
      if (verdict.features.events === 0) return { outcome: 'skipped', reason: 'new-visitor' }
      return { outcome: 'applied', features: featuresAt(verdict.features, now), state: undefined }
    case 'whole': {
      const state = decodeState(verdict.state)
      if (state.events === 0) return { outcome: 'skipped', reason: 'new-visitor' }
      return { outcome: 'applied', features: featuresOf(state, now), state }
    }
    default:
      return verdict satisfies never
  }
}

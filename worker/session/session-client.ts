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

const WRITE_DEADLINE_MS = 5_000
const IDS_MAX = 5_000

/** `state`: everything, when it was wanted. */
type Personal =
  | { outcome: 'applied'; features: SessionFeatures; state: SessionState | undefined }
  | { outcome: 'skipped'; reason: SkippedReason }

type Told<T> = { outcome: 'done'; value: T } | { outcome: 'unavailable'; cause: string }

export type SessionClient = {
  features(visitor: Visitor, wanted?: Wanted): Promise<Personal>
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
  onSkipped: (reason: 'timeout' | 'failed') => void
}): SessionClient {
  const ids = new Map<string, DurableObjectId>()

  /** A name is hashed into its id once: the ids of the visitors seen lately are kept. */
  function idOf({ pseudonym }: Visitor): DurableObjectId {
    const known = ids.get(pseudonym)
    if (known !== undefined) return known
    if (ids.size >= IDS_MAX) ids.clear()
    const id = deps.sessions.idFromName(pseudonym)
    ids.set(pseudonym, id)
    return id
  }

  const objectOf = (visitor: Visitor) => deps.sessions.get(idOf(visitor))

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

  return {
    async features(visitor, wanted = 'features') {
      const answer = await within(
        (): Promise<FeaturesJson> => objectOf(visitor).features(wanted),
        deps.featuresDeadlineMs,
        deps.timer,
      )
      if (answer.outcome !== 'in-time') {
        const reason = answer.outcome === 'late' ? 'timeout' : 'failed'
        deps.onSkipped(reason)
        return { outcome: 'skipped', reason }
      }
      return personalOf(answer.value, deps.now())
    },
    record: (visitor, events) =>
      told(async (): Promise<RecordVerdict> => objectOf(visitor).record(visitor.pseudonym, events)),
    forgetQuery: (visitor, query) => told(async (): Promise<boolean> => objectOf(visitor).forgetQuery(query)),
    summary: (visitor) => told(async (): Promise<Summary> => objectOf(visitor).summary()),
    erase: (visitor) => told(async () => objectOf(visitor).erase(visitor.pseudonym)),
    setConsent: (visitor, consent) => told(async () => objectOf(visitor).setConsent(visitor.pseudonym, consent)),
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

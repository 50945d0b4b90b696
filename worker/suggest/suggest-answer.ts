/**
 * One answer: everybody's candidates, from memory where they were asked before, then the visitor's part over them.
 * What a visitor is told is remembered nowhere.
 */
import type { Personalisation } from '#core/contract/personalisation'
import type { AppliedFeatures, SuggestReply } from '#core/contract/replies'
import { epochMs } from '#core/contract/time'
import type { SessionFeatures } from '#core/session/features'
import { personalise, type PersonalContext } from '#core/suggest/personal'
import { personalContext } from '#core/suggest/personal-context'
import type { Suggestion } from '#core/suggest/suggestion'
import { normalise } from '#core/text/normalise'
import { appliedFeatures } from '../applied-features.ts'
import type { SuggestAnswers } from './answers.ts'
import { lookupServed, type Served } from './served.ts'
import { suggestReply } from './suggest-reply.ts'

export type Asked = { q: string; limit: number; scope: string; explain: boolean }
type Skipped = Extract<Personalisation<AppliedFeatures>, { outcome: 'skipped' }>
type From = { served: Served; answers: SuggestAnswers; now: number }

/** Suggestions in an answer whose caller named no number. */
export const DEFAULT_LIMIT = 8
/** What one visitor's answer can choose from. */
const CANDIDATES = 50
const NOBODY: PersonalContext = { recent: [], affinity: () => 0 }

/** Everybody's answer, saying why nothing personal is in it, as JSON: a few kinds of it serve everyone. */
export function sharedAnswer({ served, answers, now }: From, asked: Asked, said: Skipped): string {
  const { q, limit, scope, explain } = asked
  const key = JSON.stringify([q, limit, scope, explain, said.reason])
  return answers.bodies.of(served, key, () => {
    const options = { limit, now: epochMs(now) }
    const suggestions = personalise(candidates(served, asked, limit), q, NOBODY, options)
    return JSON.stringify(suggestReply({ query: q, suggestions, context: NOBODY, explain, said, degraded: 'no' }))
  })
}

/** Remembers a stranger's answer to `q`, before anybody asked. */
export function prepareAnswer(from: From, q: string): void {
  sharedAnswer(
    from,
    { q, limit: DEFAULT_LIMIT, scope: '', explain: false },
    { outcome: 'skipped', reason: 'new-visitor' },
  )
}

export function personalAnswer({ served, answers, now }: From, asked: Asked, features: SessionFeatures): SuggestReply {
  const { q, limit, scope, explain } = asked
  const known = personalContext(features, epochMs(now))
  const context = { ...known, recent: scope === '' ? known.recent.filter(({ text }) => !isRemoved(served, text)) : [] }
  const shared = answers.candidates.of(served, JSON.stringify([q, scope]), () => candidates(served, asked, CANDIDATES))
  const suggestions = personalise(shared, q, context, { limit, now: epochMs(now) })
  const said = { outcome: 'applied', features: appliedFeatures(features) } as const
  return suggestReply({ query: q, suggestions, context, explain, said, degraded: 'no' })
}

const candidates = (served: Served, { q, scope }: Asked, limit: number): Suggestion[] =>
  lookupServed(served, q, { limit, ...(scope !== '' && { scope }) })

/** What must not be suggested is not suggested to those who once asked it either. */
const isRemoved = ({ delta }: Served, text: string): boolean => delta?.removed.has(normalise(text)) ?? false

/**
 * One answer: everybody's candidates, from memory where they were asked before, then the visitor's part over them.
 * What a visitor is told is remembered nowhere.
 */
import type { CatalogueMeta } from '#core/contract/catalogue'
import type { Personalisation } from '#core/contract/personalisation'
import type { AppliedFeatures, Degraded, SuggestReply } from '#core/contract/replies'
import { epochMs } from '#core/contract/time'
import type { SessionFeatures } from '#core/session/features'
import { personalise, type PersonalContext } from '#core/suggest/personal'
import { personalContext } from '#core/suggest/personal-context'
import type { Suggestion } from '#core/suggest/suggestion'
import { appliedFeatures } from '../applied-features.ts'
import type { SuggestAnswers } from './answers.ts'
import type { Part } from './piece-source.ts'
import { askedNextOf, isRemoved, lookupServed, type Served } from './served.ts'
import { suggestReply } from './suggest-reply.ts'

export type Asked = { q: string; limit: number; scope: string; explain: boolean }
type Skipped = Extract<Personalisation<AppliedFeatures>, { outcome: 'skipped' }>
/** `part`: of what is served, what answers this query. */
type From = { served: Served; part: Part; answers: SuggestAnswers; now: number }

/** Suggestions in an answer whose caller named no number. */
export const DEFAULT_LIMIT = 8
/** What one visitor's answer can choose from. */
const CANDIDATES = 50
const NOBODY: PersonalContext = { recent: [], affinity: () => 0 }

/** Everybody's answer, saying why nothing personal is in it, as JSON: a few kinds of it serve everyone. */
export function sharedAnswer({ served, part, answers, now }: From, asked: Asked, said: Skipped): string {
  const { q, limit, scope, explain } = asked
  const make = (): string => {
    const options = { limit, now: epochMs(now) }
    const suggestions = personalise(candidates(part, asked, { limit }), q, NOBODY, options)
    const answered = { query: q, suggestions, context: NOBODY, explain, said }
    return JSON.stringify(suggestReply({ ...answered, degraded: degradedOf(part) }))
  }
  // What a missing piece leaves out is there a moment later.
  return part.whole ? answers.bodies.of(served, JSON.stringify([q, limit, scope, explain, said.reason]), make) : make()
}

/** Remembers a stranger's answer to `q`, before anybody asked. */
export function prepareAnswer(from: From, q: string): void {
  sharedAnswer(
    from,
    { q, limit: DEFAULT_LIMIT, scope: '', explain: false },
    { outcome: 'skipped', reason: 'new-visitor' },
  )
}

/** What is known of one visitor, and how much each facet of the catalogue counts. */
type Known = { features: SessionFeatures; facets: CatalogueMeta['facets'] }

export function personalAnswer({ served, part, answers, now }: From, asked: Asked, known: Known): SuggestReply {
  const { q, limit, scope, explain } = asked
  const context = contextOf({ served, now }, known, scope)
  const make = (): Suggestion[] => candidates(part, asked, { limit: CANDIDATES, withScopes: true })
  const shared = part.whole ? answers.candidates.of(served, JSON.stringify([q, scope]), make) : make()
  const suggestions = personalise(shared, q, context, { limit, now: epochMs(now) })
  const said = { outcome: 'applied', features: appliedFeatures(known.features) } as const
  return suggestReply({ query: q, suggestions, context, explain, said, degraded: degradedOf(part) })
}

/** What must not be suggested is not suggested to those who once asked it either. Own queries are in no category. */
function contextOf(
  { served, now }: Pick<From, 'served' | 'now'>,
  { features, facets }: Known,
  scope: string,
): PersonalContext {
  const isAsked = (scopes: readonly string[]): boolean => scope === '' || scopes.includes(scope)
  const askedNext = (query: string) => askedNextOf(served, query).filter(({ suggestion }) => isAsked(suggestion.scopes))
  const known = personalContext(features, epochMs(now), { facets, askedNext })
  return { ...known, recent: known.recent.filter(({ text }) => isAsked([]) && !isRemoved(served, text)) }
}

const degradedOf = ({ whole }: Part): Degraded => (whole ? 'no' : 'fallback')

const candidates = (part: Part, { q, scope }: Asked, options: { limit: number; withScopes?: true }): Suggestion[] =>
  lookupServed(part, q, { ...options, ...(scope !== '' && { scope }) })

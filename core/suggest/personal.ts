/**
 * The personal part of an answer, merged after the shared and cacheable lookup: the visitor's own matching queries first,
 * by decayed frequency, then the shared suggestions, moved by the visitor's affinities and the previous query.
 *
 * One blend in one unit, doublings of popularity: a suggestion with affinity 1 stands where one twice as popular would.
 * Every suggestion carries its contributions, whose sum is its score, so that an explanation is the computation itself.
 */
import type { EpochMs } from '../contract/time.ts'
import { highlight } from '../text/highlight.ts'
import { normalise } from '../text/normalise.ts'
import { terms, tokenise } from '../text/tokenise.ts'
import type { AskedNext } from './asked-next.ts'
import type { Suggestion } from './suggestion.ts'

/** A query the visitor asked: `count` is decayed to `at`. */
type RecentQuery = { text: string; count: number; at: EpochMs }

export type PersonalContext = {
  recent: readonly RecentQuery[]
  /** How much the visitor likes categories, −1 to 1: a category's own ref, or those that an item belongs to. */
  affinity: (refs: readonly string[]) => number
  /** The session's previous query, and what others asked right after it. */
  previous?: { text: string; next: readonly AskedNext[] }
}

type Contributions = { match: number; popularity: number; history: number; affinity: number; session: number }

export type PersonalSuggestion = Suggestion & { recent: boolean; contributions: Contributions }

const DAY = 86_400_000
const HISTORY_HALF_LIFE = 7 * DAY

/** Doublings of popularity that each signal is worth at its most. */
const AFFINITY_WORTH = 3
const FOLLOWER_WORTH = 6
const SHARED_WORD_WORTH = 1
/** Above any difference of popularity: a stage of matching is never crossed, and an own query leads. */
const STAGE = 100
const HISTORY = 1_000
/** Before anything is typed every own query matches: this share of the answer is theirs at most. */
const OWN_SHARE_OF_EMPTY = 0.5

const STAGES = { exact: 3, prefix: 2, words: 1, fuzzy: 0 }

export function personalise(
  shared: readonly Suggestion[],
  query: string,
  context: PersonalContext,
  options: { limit: number; now: EpochMs },
): PersonalSuggestion[] {
  const session = sessionOf(context.previous)
  const typed = keyOf(query)
  const recents = ownQueries(typed, context.recent, options)
  const own = new Map(recents.map((recent) => [normalise(recent.text), recent]))
  const ask = { context, session, now: options.now }
  const results = levelled([...shared, ...session.others(typed, query, shared)]).map(({ suggestion, popularity }) => {
    const key = normalise(suggestion.text)
    const recent = own.get(key)
    own.delete(key)
    return scored(suggestion, { key, popularity, recent }, ask)
  })
  for (const [key, recent] of own) {
    results.push(scored(ownSuggestion(recent, query), { key, popularity: 0, recent }, ask))
  }
  return results.sort((a, b) => b.score - a.score).slice(0, options.limit)
}

/**
 * Never more popular than the one before: the shared order counts more than popularity (a likelier correction stands
 * before a more popular one), and without anything personal it must come out as it went in.
 */
function levelled(shared: readonly Suggestion[]): { suggestion: Suggestion; popularity: number }[] {
  let level = Infinity
  let match: Suggestion['match'] | undefined
  return shared.map((suggestion) => {
    const popularity = Math.log2(1 + suggestion.score)
    level = suggestion.match === match ? Math.min(level, popularity) : popularity
    match = suggestion.match
    return { suggestion, popularity: level }
  })
}

/** Own queries that begin as typed, the most frequent first. */
function ownQueries(
  typed: string,
  recent: readonly RecentQuery[],
  { limit, now }: { limit: number; now: EpochMs },
): RecentQuery[] {
  const matching = recent.filter(({ text }) => keyOf(text).startsWith(typed))
  if (typed !== '') return matching
  const most = Math.ceil(limit * OWN_SHARE_OF_EMPTY)
  return matching.sort((a, b) => decayedCount(b, now) - decayedCount(a, now)).slice(0, most)
}

const keyOf = (text: string): string =>
  tokenise(normalise(text))
    .map((word) => word.text)
    .join(' ')

function ownSuggestion({ text }: RecentQuery, query: string): Suggestion {
  const highlights = highlight(text, query)
  return { text, kind: 'query', ref: '', score: 0, match: 'prefix', highlights, scopes: [], trending: false }
}

function scored(
  suggestion: Suggestion,
  { key, popularity, recent }: { key: string; popularity: number; recent: RecentQuery | undefined },
  { context, session, now }: { context: PersonalContext; session: Session; now: EpochMs },
): PersonalSuggestion {
  const contributions = {
    match: STAGE * STAGES[suggestion.match],
    popularity,
    history: recent === undefined ? 0 : HISTORY + Math.log2(1 + decayedCount(recent, now)),
    affinity: AFFINITY_WORTH * context.affinity(refsOf(suggestion)),
    session: session.worth(key),
  }
  // Among own queries only how often and how lately they were asked counts.
  if (recent !== undefined) Object.assign(contributions, { match: 0, popularity: 0, affinity: 0, session: 0 })
  const score = Object.values(contributions).reduce((sum, part) => sum + part, 0)
  return { ...suggestion, score, recent: recent !== undefined, contributions }
}

/** What a suggestion is liked for. */
export const refsOf = ({ kind, ref, scopes }: Suggestion): readonly string[] => (kind === 'category' ? [ref] : scopes)

const decayedCount = ({ count, at }: RecentQuery, now: EpochMs): number =>
  count * 2 ** (-Math.max(0, now - at) / HISTORY_HALF_LIFE)

type Session = {
  /** What followed the previous query before, and words it shares: a search is often narrowed or varied. */
  worth: (key: string) => number
  /** What followed the previous query, begins as typed, and is not popular enough to be among `shared`. */
  others: (typed: string, query: string, shared: readonly Suggestion[]) => Suggestion[]
}

function sessionOf(previous: PersonalContext['previous']): Session {
  if (previous === undefined) return { worth: () => 0, others: () => [] }
  const key = normalise(previous.text)
  const words = new Set(terms(key))
  const shares = new Map(previous.next.map(({ suggestion, share }) => [normalise(suggestion.text), share]))
  return {
    worth: (other) => {
      const sharesWord = other !== key && terms(other).some((term) => words.has(term))
      return FOLLOWER_WORTH * Math.sqrt(shares.get(other) ?? 0) + (sharesWord ? SHARED_WORD_WORTH : 0)
    },
    others: (typed, query, shared) => {
      const taken = new Set(shared.map(({ text }) => normalise(text)))
      return previous.next.flatMap(({ suggestion }) => {
        if (taken.has(normalise(suggestion.text)) || !keyOf(suggestion.text).startsWith(typed)) return []
        return [{ ...suggestion, match: 'prefix' as const, highlights: highlight(suggestion.text, query) }]
      })
    },
  }
}

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
import type { Suggestion } from './lookup.ts'

/** A query the visitor asked: `count` is decayed to `at`. */
type RecentQuery = { text: string; count: number; at: EpochMs }

export type PersonalContext = {
  recent: readonly RecentQuery[]
  /** How much the visitor likes a category or item, −1 to 1. */
  affinity: (ref: string) => number
  /** The session's previous query, and what usually follows it: normalised text to share of its followers. */
  previous?: { text: string; followers: ReadonlyMap<string, number> }
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

const STAGES = { exact: 3, prefix: 2, words: 1, fuzzy: 0 }

export function personalise(
  shared: readonly Suggestion[],
  query: string,
  context: PersonalContext,
  options: { limit: number; now: EpochMs },
): PersonalSuggestion[] {
  const own = new Map(matching(query, context.recent).map((recent) => [normalise(recent.text), recent]))
  const ask = { context, now: options.now }
  const results = levelled(shared).map(({ suggestion, popularity }) => {
    const key = normalise(suggestion.text)
    const recent = own.get(key)
    own.delete(key)
    return scored(suggestion, { popularity, recent }, ask)
  })
  for (const recent of own.values()) results.push(scored(ownSuggestion(recent, query), { popularity: 0, recent }, ask))
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

/** Own queries that begin as typed. */
function matching(query: string, recent: readonly RecentQuery[]): RecentQuery[] {
  const typed = keyOf(query)
  return recent.filter(({ text }) => keyOf(text).startsWith(typed))
}

const keyOf = (text: string): string =>
  tokenise(normalise(text))
    .map((word) => word.text)
    .join(' ')

function ownSuggestion({ text }: RecentQuery, query: string): Suggestion {
  return { text, kind: 'query', ref: '', score: 0, match: 'prefix', highlights: highlight(text, query) }
}

function scored(
  suggestion: Suggestion,
  { popularity, recent }: { popularity: number; recent: RecentQuery | undefined },
  { context, now }: { context: PersonalContext; now: EpochMs },
): PersonalSuggestion {
  const contributions = {
    match: STAGE * STAGES[suggestion.match],
    popularity,
    history: recent === undefined ? 0 : HISTORY + Math.log2(1 + decayedCount(recent, now)),
    affinity: suggestion.ref === '' ? 0 : AFFINITY_WORTH * context.affinity(suggestion.ref),
    session: sessionWorth(suggestion.text, context.previous),
  }
  // Among own queries only how often and how lately they were asked counts.
  if (recent !== undefined) Object.assign(contributions, { match: 0, popularity: 0, affinity: 0, session: 0 })
  const score = Object.values(contributions).reduce((sum, part) => sum + part, 0)
  return { ...suggestion, score, recent: recent !== undefined, contributions }
}

const decayedCount = ({ count, at }: RecentQuery, now: EpochMs): number =>
  count * 2 ** (-Math.max(0, now - at) / HISTORY_HALF_LIFE)

/** What followed the previous query before, and words it shares: a search is often narrowed or varied. */
function sessionWorth(text: string, previous: PersonalContext['previous']): number {
  if (previous === undefined) return 0
  const key = normalise(text)
  const share = previous.followers.get(key) ?? 0
  const before = new Set(terms(normalise(previous.text)))
  const sharesWord = key !== normalise(previous.text) && terms(key).some((term) => before.has(term))
  return FOLLOWER_WORTH * Math.sqrt(share) + (sharesWord ? SHARED_WORD_WORTH : 0)
}

/** What a lookup must return, by sorting and filtering everything: slow, obvious, and written without the index. */
import type { Completion } from '#core/suggest/completion'
import type { Match } from '#core/suggest/scratch'
import { MOST_ERRORS, penaltyOf, toleranceOf, type Tolerance } from '#core/suggest/tolerance'
import { normalise } from '#core/text/normalise'
import { pairs, tokenise, type Word } from '#core/text/tokenise'

type Entry = Completion & { key: string; rank: number; words: Word[] }
export type Expected = { text: string; match: Match }

export function oracle(
  completions: readonly Completion[],
  query: string,
  options: { limit: number; scope?: string },
): Expected[] {
  const words = tokenise(normalise(query))
  const results: Expected[] = []
  const entries = ranked(completions).filter(
    ({ scopes }) => options.scope === undefined || scopes.includes(options.scope),
  )
  const stages: [Match, (entry: Entry) => boolean][] = [
    [
      'exact',
      (entry) =>
        words.length > 0 &&
        begins(entry, words) &&
        entry.words.length === words.length &&
        entry.words.at(-1)?.text === words.at(-1)?.text,
    ],
    ['prefix', (entry) => begins(entry, words)],
    ['words', (entry) => words.length > 0 && words.every((word, at) => contains(entry, word, at === words.length - 1))],
  ]
  for (const [match, holds] of stages) {
    for (const entry of entries) {
      if (!results.some(({ text }) => text === entry.text) && holds(entry)) results.push({ text: entry.text, match })
    }
  }
  const typos = (words.length > 1 && results.length > 0 ? [] : entries)
    .map(({ text, rank, words: own }) => ({
      text,
      rank,
      cost: (rank + 1) * 2 ** penaltyBetween(words, own, results.length),
    }))
    .filter(({ text, cost }) => cost < Infinity && !results.some((result) => result.text === text))
    .sort((a, b) => a.cost - b.cost || a.rank - b.rank)
  return [...results, ...typos.map(({ text }) => ({ text, match: 'fuzzy' as const }))].slice(0, options.limit)
}

/** Distinct by normal form, heaviest first, then by normal form. */
function ranked(completions: readonly Completion[]): Entry[] {
  const distinct = new Map<string, Entry>()
  for (const completion of completions) {
    const key = normalise(completion.text)
    if (key === '') continue
    const known = distinct.get(key)
    const best = known === undefined || completion.weight > known.weight ? completion : known
    distinct.set(key, {
      ...best,
      scopes: [...(known?.scopes ?? []), ...completion.scopes],
      key,
      rank: 0,
      words: tokenise(key),
    })
  }
  return [...distinct.values()]
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
    .map((entry, rank) => ({ ...entry, rank }))
}

function begins(entry: Entry, words: readonly Word[]): boolean {
  const typed = words.map(({ text }) => text)
  const last = typed.pop()
  if (last === undefined) return true
  return (
    typed.every((word, at) => entry.words[at]?.text === word) &&
    (entry.words[typed.length]?.text.startsWith(last) ?? false)
  )
}

function contains(entry: Entry, word: Word, unfinished: boolean): boolean {
  if (word.spaced)
    return entry.words.some(({ text }) => text === word.text || (unfinished && text.startsWith(word.text)))
  return pairs(word.text).every((piece) => entry.words.some(({ text }) => text.includes(piece)))
}

/** Infinity when a word is missing or there are too many errors. */
function penaltyBetween(typed: readonly Word[], own: readonly Word[], found: number): number {
  const [only] = typed
  if (only === undefined) return Infinity
  if (typed.length === 1) {
    return Math.min(...own.flatMap((word) => matches(only, word, { last: true, alone: found < 6 }).map(penalty)))
  }
  let errors = 0
  let sum = 0
  typed.forEach((word, at) => {
    const [best = NO_MATCH] = own
      .flatMap((each) => matches(word, each, { last: at === typed.length - 1, alone: false }))
      .sort((a, b) => a.errors - b.errors || Number(b.whole) - Number(a.whole))
    errors += best.errors
    sum += best.errors === 0 ? 0 : penalty(best)
  })
  return errors > MOST_ERRORS ? Infinity : sum
}

type WordMatch = { errors: number; whole: boolean }
const NO_MATCH: WordMatch = { errors: 9, whole: true }
const penalty = ({ errors, whole }: WordMatch): number => penaltyOf(errors, whole)

/** At most two: with the first letter right, and (a word alone) with it wrong. */
function matches(word: Word, own: Word, place: { last: boolean; alone: boolean }): WordMatch[] {
  const typed = Array.from(word.text)
  const term = Array.from(own.text)
  const tolerance = toleranceOf(typed.length, place.last)
  const found = likeliest(distancesToBeginnings(typed, term, 1), tolerance)
  if (!place.alone || !word.spaced || !own.spaced || typed.length < 2) return found
  const [first = '', second = '', ...rest] = typed
  const tail = term.slice(1)
  const wrongFirst = [
    distancesToBeginnings(typed.slice(1), tail, 1),
    distancesToBeginnings(typed, tail, 1),
    distancesToBeginnings(typed.slice(1), term, 1),
    distancesToBeginnings([second, first, ...rest], term, 2),
  ].map((distances) => distances.map((count) => (count >= tolerance.whole ? Infinity : count + 2)))
  return [...found, ...wrongFirst.flatMap((errors) => likeliest(errors, { whole: 3, beginning: tolerance.beginning }))]
}

function likeliest(errors: readonly number[], tolerance: Tolerance): WordMatch[] {
  const whole = { errors: errors.at(-1) ?? Infinity, whole: true }
  const beginning = { errors: Math.min(...errors), whole: false }
  const allowed = [whole, beginning].filter(
    (match) => match.errors <= (match.whole ? tolerance.whole : tolerance.beginning),
  )
  return allowed.sort((a, b) => penalty(a) - penalty(b)).slice(0, 1)
}

/** Optimal string alignment to each beginning of `term`, itself last, without errors at the first `fixed` characters. */
function distancesToBeginnings(typed: readonly string[], term: readonly string[], fixed: number): number[] {
  const cost = (position: number): number => (position < fixed ? 99 : 1)
  const rows: number[][] = []
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? Infinity
  for (let i = 0; i <= typed.length; i++) {
    const row: number[] = []
    rows.push(row)
    for (let j = 0; j <= term.length; j++) {
      const replaced = typed[i - 1] === term[j - 1] ? 0 : cost(i - 1)
      const swaps = typed[i - 1] === term[j - 2] && typed[i - 2] === term[j - 1]
      row[j] = Math.min(
        i === 0 && j === 0 ? 0 : Infinity,
        cell(i - 1, j) + cost(i - 1),
        cell(i, j - 1) + cost(i),
        cell(i - 1, j - 1) + replaced,
        swaps ? cell(i - 2, j - 2) + cost(i - 2) : Infinity,
      )
    }
  }
  return rows.at(-1) ?? []
}

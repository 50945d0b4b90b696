/** What a lookup must return, by sorting and filtering everything: slow, obvious, and written without the index. */
import type { Completion } from '#core/suggest/completion'
import type { Match } from '#core/suggest/scratch'
import { MOST_ERRORS, toleranceOf } from '#core/suggest/tolerance'
import { normalise } from '#core/text/normalise'
import { pairs, tokenise, type Word } from '#core/text/tokenise'

type Entry = Completion & { key: string; words: Word[] }
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
    ['fuzzy', (entry) => words.length > 0 && errorsOf(entry, words) === 1],
    ['fuzzy', (entry) => words.length > 0 && errorsOf(entry, words) === 2],
  ]
  for (const [match, holds] of stages) {
    for (const entry of entries) {
      if (!results.some(({ text }) => text === entry.text) && holds(entry)) results.push({ text: entry.text, match })
    }
  }
  return results.slice(0, options.limit)
}

/** Distinct by normal form, heaviest first, then by normal form. */
function ranked(completions: readonly Completion[]): Entry[] {
  const distinct = new Map<string, Entry>()
  for (const completion of completions) {
    const key = normalise(completion.text)
    if (key === '') continue
    const known = distinct.get(key)
    const best = known === undefined || completion.weight > known.weight ? completion : known
    distinct.set(key, { ...best, scopes: [...(known?.scopes ?? []), ...completion.scopes], key, words: tokenise(key) })
  }
  return [...distinct.values()].sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
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

function errorsOf(entry: Entry, words: readonly Word[]): number {
  let sum = 0
  words.forEach((word, at) => {
    sum += Math.min(...entry.words.map(({ text }) => errorsBetween(word.text, text, at === words.length - 1)))
  })
  return sum > MOST_ERRORS ? Infinity : sum
}

function errorsBetween(typed: string, term: string, unfinished: boolean): number {
  const characters = Array.from(typed)
  const tolerance = toleranceOf(characters.length, unfinished)
  const distances = distancesToBeginnings(characters, Array.from(term))
  const whole = distances.at(-1) ?? Infinity
  const beginning = Math.min(...distances)
  return Math.min(whole <= tolerance.whole ? whole : Infinity, beginning <= tolerance.beginning ? beginning : Infinity)
}

/** Optimal string alignment to each beginning of `term`, itself last; an edit at the first typed character costs two. */
function distancesToBeginnings(typed: readonly string[], term: readonly string[]): number[] {
  const cost = (position: number): number => (position === 0 ? 2 : 1)
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

/**
 * What is typed, drawn from the set itself with a fixed seed. The worst cases are always in.
 *
 *   typed    texts cut at 1 to 10 characters, whichever stages of the lookup they need
 *   prefix   those of them that beginnings alone answer, with ten results
 *   words    texts of several words in another order, one of them cut; of a text without spaces two halves, the later one
 *            first; of a set of single words two of them, which no text has together
 *   fuzzy    texts with one or two errors
 */
import type { Completion } from '#core/suggest/completion'
import { tokenise } from '#core/text/tokenise'
import { normalise } from '#core/text/normalise'

export type Queries = { typed: string[]; prefix: string[]; words: string[]; fuzzy: string[] }

const EACH = 2_000
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** @param begun whether ten completions begin so */
export function drawQueries(
  set: readonly Completion[],
  random: () => number,
  begun: (typed: string) => boolean,
): Queries {
  const below = (limit: number): number => Math.floor(random() * limit)
  const draw = (): string => set[below(set.length)]?.text ?? ''
  const many = (make: () => string): string[] => Array.from({ length: EACH }, make)
  const typed = many(() => cut(draw(), 1 + below(10)))
  return {
    typed,
    prefix: [...typed.filter(begun), ...worstPrefixes(set)],
    words: [...many(() => reordered(several(draw, below), below)), ...worstWords(set)],
    fuzzy: many(() => mistyped(draw(), below)),
  }
}

const cut = (text: string, length: number): string => Array.from(text).slice(0, length).join('')

/** The words of a text of several, as far as the set has some; else pieces that a person could type in any order. */
function several(draw: () => string, below: (limit: number) => number): string[] {
  let text = draw()
  for (let tries = 0; tries < 50 && !hasSeveral(text); tries++) text = draw()
  const words = tokenise(normalise(text))
  if (words.length > 1) return words.map((word) => word.text)
  const letters = Array.from(words[0]?.text ?? '')
  if (words[0]?.spaced !== false || letters.length < 2) return [normalise(text), normalise(draw())]
  const half = 1 + below(letters.length - 1)
  return [letters.slice(0, half).join(''), letters.slice(half).join('')]
}

const hasSeveral = (text: string): boolean => text.includes(' ')

function reordered(words: string[], below: (limit: number) => number): string {
  const at = below(words.length)
  const last = words.splice(at, 1)[0] ?? ''
  return [...words.toReversed(), cut(last, 1 + below(Array.from(last).length))].join(' ')
}

function mistyped(text: string, below: (limit: number) => number): string {
  const letters = Array.from(text)
  for (let errors = 1 + below(2); errors > 0; errors--) {
    const at = below(letters.length)
    const letter = LETTERS[below(LETTERS.length)] ?? 'e'
    const kind = below(4)
    if (kind === 0) letters.splice(at, 1)
    else if (kind === 1) letters.splice(at, 0, letter)
    else if (kind === 2) letters[at] = letter
    else letters.splice(at, 2, ...letters.slice(at, at + 2).toReversed())
  }
  return letters.join('')
}

/** The most common first characters, and 64 characters of text. */
function worstPrefixes(set: readonly Completion[]): string[] {
  const long = set.find(({ text }) => text.length >= 64)?.text ?? (set[0]?.text ?? '').repeat(64)
  return [...mostCommon(set.map(({ text }) => cut(normalise(text), 1))).slice(0, 20), cut(long, 64)]
}

/** The most common words: finished and followed by one character of another, single characters, and 64 characters of them. */
function worstWords(set: readonly Completion[]): string[] {
  const words = mostCommon(set.flatMap(({ text }) => normalise(text).split(' '))).slice(0, 20)
  const [first = '', second = ''] = words
  return [
    ...words.flatMap((word) => [`${word} ${cut(first, 1)}`, `${first} ${second} ${cut(word, 1)}`]),
    ...words.map((word) => `${cut(word, 1)} ${cut(second, 1)}`),
    cut(words.join(' '), 64),
    cut(words.toReversed().join(' '), 64),
  ]
}

function mostCommon(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value)
}

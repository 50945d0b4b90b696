/**
 * Infix lookup for scripts written without spaces: every pair of neighbouring characters, and the last character alone,
 * points at the completions that contain it. Pairs are ordered by their first character, so all pairs that begin with one
 * character are one range: that is how a single typed character is looked up.
 *
 *   alphabet   the distinct characters, ascending; a character's letter is its position plus one
 *   starts     for each letter, where its pairs start
 *   seconds    the second letter of each pair, ascending under its first; 0 for a run's last character
 */
import { lowerBoundOf, packArray, readPacked, type PackedArray } from './packed-array.ts'
import { buildPostings, invert, type RankedPostings } from './ranked-postings.ts'

export type PairIndex = { alphabet: Uint32Array; starts: Uint32Array; seconds: PackedArray; postings: RankedPostings }

/** @param runsOfRank the unspaced runs of each completion */
export function buildPairIndex(runsOfRank: readonly string[][]): PairIndex {
  const points = new Set<number>()
  for (const runs of runsOfRank) for (const run of runs) for (const letter of run) points.add(letter.codePointAt(0)!)
  const alphabet = Uint32Array.from(points).sort()
  const base = alphabet.length + 1
  const codesOfRank = runsOfRank.map((runs) => runs.flatMap((run) => codesOf(alphabet, run)))
  const codes = Float64Array.from(new Set(codesOfRank.flat())).sort()
  const positions = new Map(Array.from(codes, (code, position) => [code, position]))
  const starts = new Uint32Array(base + 1)
  for (const code of codes) starts[Math.floor(code / base) + 1]!++
  for (let letter = 1; letter < starts.length; letter++) starts[letter]! += starts[letter - 1]!
  const keysOfRank = codesOfRank.map((own) => own.map((code) => positions.get(code)!).sort((a, b) => a - b))
  return {
    alphabet,
    starts,
    seconds: packArray(codes.map((code) => code % base)),
    postings: buildPostings(invert(keysOfRank, codes.length)),
  }
}

function codesOf(alphabet: Uint32Array, run: string): number[] {
  const letters = Array.from(run, (letter) => letterOf(alphabet, letter.codePointAt(0)!))
  return letters.map((letter, index) => letter * (alphabet.length + 1) + (letters[index + 1] ?? 0))
}

/** 0 for a character that no completion has. */
function letterOf(alphabet: Uint32Array, point: number): number {
  const at = lowerBound((index) => alphabet[index]!, { from: 0, to: alphabet.length }, point)
  return alphabet[at] === point ? at + 1 : 0
}

/** The pairs that equal `piece` (two characters) or begin with it (one character): `[first, last)`. */
export function pairRange(index: PairIndex, piece: string): { first: number; last: number } {
  const [letter = 0, second] = Array.from(piece, (each) => letterOf(index.alphabet, each.codePointAt(0)!))
  if (letter === 0 || second === 0) return { first: 0, last: 0 }
  const first = index.starts[letter]!
  const last = index.starts[letter + 1]!
  if (second === undefined) return { first, last }
  const at = lowerBoundOf(index.seconds, { from: first, to: last }, second)
  const found = at < last && readPacked(index.seconds, at) === second
  return { first: at, last: found ? at + 1 : at }
}

/** Whether the pairs of each letter are a range of `seconds`: a search between other bounds could go on for ever. */
export function startsAreSound({ starts, seconds }: Pick<PairIndex, 'starts' | 'seconds'>): boolean {
  return (
    starts.at(-1) === seconds.length && starts.every((start, letter) => letter === 0 || starts[letter - 1]! <= start)
  )
}

function lowerBound(read: (index: number) => number, range: { from: number; to: number }, value: number): number {
  let low = range.from
  let high = range.to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (read(middle) < value) low = middle + 1
    else high = middle
  }
  return low
}

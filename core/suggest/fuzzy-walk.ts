/**
 * Every term within a few typing errors of a word, in one pass over the sorted dictionary.
 *
 * A bit-parallel automaton (Wu and Manber 1992; the transposition as in Hyyrö 2003) runs down the terms. Its state is one
 * word for each number of errors: bit i of `r1` says "the first i characters of the pattern fit what was read, with at
 * most one error". States are kept per byte of the current term, so a term continues from what it shares with the one
 * before, and once a beginning is out of reach everything that shares it is stepped over, whole buckets at a time.
 *
 * Distance is Damerau's in its restricted form (optimal string alignment): insert, delete, replace, swap two neighbours.
 *
 * The first `fixed` characters have to fit: an error at the first one counts double and is first-letter.ts's business.
 */
import { penaltyOf, type Tolerance } from './tolerance.ts'
import { codePointAt, sequenceLength } from './utf8.ts'
import { BUCKET_SHIFT, ESCAPE, readHead, readNext, type TermCursor, type TermDictionary } from './term-dictionary.ts'

/** Terms `[first, last)` that match with this count of errors, `whole` or by a beginning. */
export type TermRange = { first: number; last: number; errors: number; whole: boolean }

/** Positions 0 to 30 fit the bits of a state. */
const LONGEST_PATTERN = 30
const DEEPEST = 4 * (LONGEST_PATTERN + 4)
const NONE = 3

/** A state row per byte of the current term; the columns of a row. */
const ROW = 8
const R0 = 0
const R1 = 1
const R2 = 2
/** Half of a swap that ends in the state of the same count: the pattern's next but one was read, its next is awaited. */
const SWAP1 = 3
const SWAP2 = 4
/** Fewest errors with which a beginning that ends here matched. */
const BEGUN = 5

const states = new Int32Array(DEEPEST * ROW)
/** Bit i of a character's mask: the pattern has it at position i. */
const asciiMasks = new Int32Array(128)

/**
 * The walk's position. `term` holds the first `alive` bytes, which have states, and the byte that ended them if `dead`;
 * then only a character with one of the positions in `needed` could have kept them alive.
 */
const walk = {
  term: new Uint8Array(DEEPEST),
  alive: 0,
  dead: false,
  needed: 0,
  errors: NONE,
  whole: false,
  most: 2,
  later: 0,
}
const cursor: TermCursor = { shared: 0, rest: 0, at: 0, next: 0 }

/** `points` are the code points of the word, the first `fixed` of which have to fit; only `[first, last)` are walked. */
export type Pattern = { points: readonly number[]; fixed: number; first: number; last: number; tolerance: Tolerance }

/** @returns in term order; nothing for a word longer than LONGEST_PATTERN */
export function walkTerms(dictionary: TermDictionary, pattern: Pattern): TermRange[] {
  const ranges: TermRange[] = []
  const { points, tolerance } = pattern
  if (pattern.first === pattern.last || points.length > LONGEST_PATTERN) return ranges
  for (const [position, point] of points.entries()) if (point < 128) asciiMasks[point]! |= 1 << position
  start(Math.max(tolerance.whole, tolerance.beginning), pattern.fixed)
  const buckets = ((pattern.last - 1) >>> BUCKET_SHIFT) + 1
  for (let bucket = pattern.first >>> BUCKET_SHIFT; bucket < buckets; bucket++) {
    const first = bucket << BUCKET_SHIFT
    readHead(dictionary, bucket, cursor)
    cursor.shared = sharedWithHead(dictionary.bytes)
    if (cursor.shared > walk.alive) {
      bucket = lastSharing(dictionary, bucket, buckets)
      readHead(dictionary, bucket, cursor)
    } else {
      cursor.at += cursor.shared
      cursor.rest -= cursor.shared
      descend(dictionary.bytes, points, tolerance)
    }
    add(ranges, first, (bucket << BUCKET_SHIFT) + 1)
    walkBucket(dictionary, bucket, pattern, ranges)
  }
  for (const point of points) if (point < 128) asciiMasks[point] = 0
  return clipped(ranges, pattern)
}

/** The entries after the head, from the cursor on. */
function walkBucket(dictionary: TermDictionary, bucket: number, pattern: Pattern, ranges: TermRange[]): void {
  const { bytes } = dictionary
  const end = Math.min((bucket + 1) << BUCKET_SHIFT, dictionary.count)
  for (let number = (bucket << BUCKET_SHIFT) + 1; number < end; number++) {
    const from = number
    if (walk.dead) number = skipDead(bytes, number, end)
    if (number > from) add(ranges, from, number)
    if (number >= end) return
    readNext(dictionary, cursor)
    if (cursor.shared <= walk.alive) descend(bytes, pattern.points, pattern.tolerance)
    add(ranges, number, number + 1)
  }
}

/** Steps over the entries that share the dead beginning, or die at the same place; most of a walk happens here. */
function skipDead(bytes: Uint8Array, from: number, end: number): number {
  const { alive, needed, term } = walk
  let at = cursor.next
  let number = from
  for (; number < end; number++) {
    const lengths = bytes[at]!
    const shared = lengths >>> 4
    const rest = lengths & ESCAPE
    if (shared < alive || shared === ESCAPE || rest === ESCAPE) break
    if (shared === alive) {
      const byte = bytes[at + 1]!
      if (byte >= 0x80 || (asciiMasks[byte]! & needed) !== 0) break
      term[alive] = byte
    }
    at += rest + 1
  }
  cursor.next = at
  return number
}

/** The buckets at both ends hold terms outside of the wanted ones. */
function clipped(ranges: TermRange[], { first, last }: Pattern): TermRange[] {
  for (const range of ranges) {
    range.first = Math.max(range.first, first)
    range.last = Math.min(range.last, last)
  }
  return ranges.filter((range) => range.first < range.last)
}

function start(most: number, fixed: number): void {
  states.fill(0, 0, ROW)
  states[R0] = 1
  // With nothing fixed, characters may be left out before the first byte is read.
  states[R1] = fixed === 0 ? 3 : 1
  states[R2] = fixed === 0 ? 7 : 1
  states[BEGUN] = NONE
  walk.most = most
  walk.later = -1 << fixed
  walk.alive = 0
  walk.dead = false
}

/** Bytes that the head at the cursor shares with the current term, as far as that is known. */
function sharedWithHead(bytes: Uint8Array): number {
  const known = Math.min(walk.alive + (walk.dead ? 1 : 0), cursor.rest)
  const { term } = walk
  let shared = 0
  while (shared < known && bytes[cursor.at + shared] === term[shared]) shared++
  return shared
}

/** The last bucket from `bucket` on whose head shares the dead beginning: found by doubling steps, then halving. */
function lastSharing(dictionary: TermDictionary, bucket: number, buckets: number): number {
  let low = bucket
  let step = 1
  while (low + step < buckets && headShares(dictionary, low + step)) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, buckets)
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (headShares(dictionary, middle)) low = middle
    else high = middle
  }
  return low
}

function headShares(dictionary: TermDictionary, bucket: number): boolean {
  readHead(dictionary, bucket, cursor)
  return sharedWithHead(dictionary.bytes) > walk.alive
}

/** Reads the rest of the entry at the cursor until it ends or is out of reach, and leaves its errors in `walk`. */
function descend(bytes: Uint8Array, points: readonly number[], tolerance: Tolerance): void {
  const end = 1 << points.length
  const { term } = walk
  const { shared, at } = cursor
  // No term survives that long; a damaged one could claim to be.
  const length = Math.min(shared + cursor.rest, DEEPEST - 1)
  walk.dead = false
  for (let depth = shared; depth < length; depth++) {
    const row = depth * ROW
    const byte = bytes[at + depth - shared]!
    term[depth] = byte
    if (!(byte < 0x80 ? step(row, row + ROW, asciiMasks[byte]!) : stepBytes(depth, points))) {
      walk.alive = depth
      walk.dead = true
      walk.needed = positionsAt(row)
      walk.errors = states[row + BEGUN]!
      walk.whole = false
      return
    }
    const begun = states[row + BEGUN]!
    const errors = tolerance.beginning < 0 ? NONE : errorsAt(row + ROW, end)
    states[row + ROW + BEGUN] = errors <= tolerance.beginning && errors < begun ? errors : begun
  }
  walk.alive = length
  const begun = states[length * ROW + BEGUN]!
  const errors = errorsAt(length * ROW, end)
  walk.whole = errors <= tolerance.whole && penaltyOf(errors, true) <= penaltyOf(begun, false)
  walk.errors = walk.whole ? errors : begun
}

/** The positions of the pattern that are awaited in a row. */
function positionsAt(row: number): number {
  let positions = states[row + R0]!
  if (walk.most > 0) positions |= states[row + R1]! | states[row + SWAP1]!
  return walk.most > 1 ? positions | states[row + R2]! | states[row + SWAP2]! : positions
}

function errorsAt(row: number, end: number): number {
  if ((states[row + R0]! & end) !== 0) return 0
  if (walk.most > 0 && (states[row + R1]! & end) !== 0) return 1
  return walk.most > 1 && (states[row + R2]! & end) !== 0 ? 2 : NONE
}

/** The byte at `depth` of a longer UTF-8 sequence: states change when its last byte is there. */
function stepBytes(depth: number, points: readonly number[]): boolean {
  const { term } = walk
  let lead = depth
  while (lead > 0 && (term[lead]! & 0xc0) === 0x80) lead--
  if (depth - lead + 1 === sequenceLength(term[lead]!)) {
    return step(lead * ROW, (depth + 1) * ROW, maskOf(points, codePointAt(term, lead)))
  }
  states.copyWithin((depth + 1) * ROW, depth * ROW, depth * ROW + BEGUN)
  return true
}

function maskOf(points: readonly number[], wanted: number): number {
  let mask = 0
  for (let position = 0; position < points.length; position++) if (points[position] === wanted) mask |= 1 << position
  return mask
}

/**
 * One character; false when no continuation can match. For each count of errors: fit it; or spend an error on inserting
 * it, replacing the pattern's character with it, or finishing a swap; then spend one on leaving out a pattern character.
 * `later` are the positions at which errors are allowed.
 */
function step(from: number, to: number, mask: number): boolean {
  const { most, later } = walk
  const r0 = states[from + R0]!
  const n0 = (r0 & mask) << 1
  states[to + R0] = n0
  if (most < 1) return n0 !== 0
  const r1 = states[from + R1]!
  const later0 = r0 & later
  const n1 = ((r1 & mask) << 1) | later0 | (later0 << 1) | ((states[from + SWAP1]! & mask) << 2) | ((n0 & later) << 1)
  states[to + R1] = n1
  states[to + SWAP1] = later0 & (mask >> 1)
  if (most < 2) return n1 !== 0
  const later1 = r1 & later
  const fit = (states[from + R2]! & mask) << 1
  const n2 = fit | later1 | (later1 << 1) | ((states[from + SWAP2]! & mask) << 2) | ((n1 & later) << 1)
  states[to + R2] = n2
  states[to + SWAP2] = later1 & (mask >> 1)
  return n2 !== 0
}

function add(ranges: TermRange[], first: number, last: number): void {
  const { errors, whole } = walk
  if (errors === NONE) return
  const before = ranges.at(-1)
  if (before !== undefined && before.last === first && before.errors === errors && before.whole === whole) {
    before.last = last
  } else ranges.push({ first, last, errors, whole })
}

/**
 * Every term within a few typing errors of a word, in one pass over the sorted dictionary.
 *
 * A bit-parallel automaton (Wu and Manber 1992; the transposition as in Hyyrö 2003) runs down the terms. Its state is one
 * word for each number of errors: bit i of `r1` says "the first i characters of the pattern fit what was read, with at
 * most one error". States are kept per byte of the current term, so a term continues from what it shares with the one
 * before, and once a beginning is out of reach everything that shares it is stepped over, whole buckets at a time.
 *
 * Distance is Damerau's in its restricted form (optimal string alignment): insert, delete, replace, swap two neighbours.
 * An error at the pattern's first character counts double: people rarely get the first letter wrong, and the matches it
 * brings in are the most surprising ones.
 */
import { codePointAt, sequenceLength } from './utf8.ts'
import { BUCKET_SHIFT, readHead, readNext, type TermCursor, type TermDictionary } from './term-dictionary.ts'

/** Terms `[first, last)` that match with `errors` errors. */
export type TermRange = { first: number; last: number; errors: number }

/** Most errors allowed when the whole term has to fit, and when a beginning of it is enough (-1: it is not). */
export type Tolerance = { whole: number; beginning: number }

/** Positions 0 to 30 fit the bits of a state. */
const LONGEST_PATTERN = 30
const DEEPEST = 4 * (LONGEST_PATTERN + 4)
const NONE = 3

const r0 = new Int32Array(DEEPEST)
const r1 = new Int32Array(DEEPEST)
const r2 = new Int32Array(DEEPEST)
/** Half of a swap: the pattern's next but one was read, its next is awaited. */
const t1 = new Int32Array(DEEPEST)
const t2 = new Int32Array(DEEPEST)
/** Fewest errors with which a beginning that ends here matched. */
const begun = new Int32Array(DEEPEST)
/** Bit i of a character's mask: the pattern has it at position i. */
const asciiMasks = new Int32Array(128)

/** The walk's position. `term` holds the first `alive` bytes, which have states, and the byte that ended them if `dead`. */
const walk = { term: new Uint8Array(DEEPEST), alive: 0, dead: false, errors: NONE, most: 2 }
const cursor: TermCursor = { shared: 0, rest: 0, at: 0, next: 0 }

/** @param points code points of the word; none or more than LONGEST_PATTERN of them match nothing */
export function walkTerms(dictionary: TermDictionary, points: readonly number[], tolerance: Tolerance): TermRange[] {
  const ranges: TermRange[] = []
  if (points.length === 0 || points.length > LONGEST_PATTERN) return ranges
  for (const [position, point] of points.entries()) if (point < 128) asciiMasks[point]! |= 1 << position
  start(points.length, Math.max(tolerance.whole, tolerance.beginning))
  const buckets = dictionary.offsets.length
  for (let bucket = 0; bucket < buckets; bucket++) {
    const first = bucket << BUCKET_SHIFT
    readHead(dictionary, bucket, cursor)
    cursor.shared = sharedWithHead(dictionary.bytes)
    if (cursor.shared > walk.alive) {
      bucket = lastSharing(dictionary, bucket)
      readHead(dictionary, bucket, cursor)
    } else {
      cursor.at += cursor.shared
      cursor.rest -= cursor.shared
      descend(dictionary.bytes, points, tolerance)
    }
    add(ranges, first, (bucket << BUCKET_SHIFT) + 1)
    const end = Math.min((bucket + 1) << BUCKET_SHIFT, dictionary.count)
    for (let number = (bucket << BUCKET_SHIFT) + 1; number < end; number++) {
      readNext(dictionary, cursor)
      if (cursor.shared <= walk.alive) descend(dictionary.bytes, points, tolerance)
      add(ranges, number, number + 1)
    }
  }
  for (const point of points) if (point < 128) asciiMasks[point] = 0
  return ranges
}

function start(length: number, most: number): void {
  walk.most = most
  r0[0] = 1
  r1[0] = 1
  // Both errors spent on leaving out the first character.
  r2[0] = length > 1 ? 3 : 1
  t1[0] = 0
  t2[0] = 0
  begun[0] = NONE
  walk.alive = 0
  walk.dead = false
}

/** Bytes that the head at the cursor shares with the current term, as far as that is known. */
function sharedWithHead(bytes: Uint8Array): number {
  const known = Math.min(walk.alive + (walk.dead ? 1 : 0), cursor.rest)
  let shared = 0
  while (shared < known && bytes[cursor.at + shared] === walk.term[shared]) shared++
  return shared
}

/** The last bucket from `bucket` on whose head shares the dead beginning: found by doubling steps, then halving. */
function lastSharing(dictionary: TermDictionary, bucket: number): number {
  const buckets = dictionary.offsets.length
  const shares = (candidate: number): boolean => {
    readHead(dictionary, candidate, cursor)
    return sharedWithHead(dictionary.bytes) > walk.alive
  }
  let low = bucket
  let step = 1
  while (low + step < buckets && shares(low + step)) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, buckets)
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (shares(middle)) low = middle
    else high = middle
  }
  return low
}

/** Reads the rest of the entry at the cursor until it ends or is out of reach, and leaves its errors in `walk`. */
function descend(bytes: Uint8Array, points: readonly number[], tolerance: Tolerance): void {
  const end = 1 << points.length
  const length = cursor.shared + cursor.rest
  walk.dead = false
  for (let depth = cursor.shared; depth < length; depth++) {
    walk.term[depth] = bytes[cursor.at + depth - cursor.shared]!
    if (!advance(depth, points)) {
      walk.alive = depth
      walk.dead = true
      walk.errors = begun[depth]!
      return
    }
    const errors = errorsAt(depth + 1, end)
    begun[depth + 1] = errors <= tolerance.beginning ? Math.min(begun[depth]!, errors) : begun[depth]!
  }
  walk.alive = length
  const whole = errorsAt(length, end)
  walk.errors = whole <= tolerance.whole ? Math.min(begun[length]!, whole) : begun[length]!
}

function errorsAt(depth: number, end: number): number {
  if ((r0[depth]! & end) !== 0) return 0
  if ((r1[depth]! & end) !== 0) return 1
  return (r2[depth]! & end) === 0 ? NONE : 2
}

/** States after the byte at `depth`; false when no continuation can match. Inside a UTF-8 sequence they stay as they were. */
function advance(depth: number, points: readonly number[]): boolean {
  const { term } = walk
  const byte = term[depth]!
  if (byte < 0x80) return step(depth, depth + 1, asciiMasks[byte]!)
  let lead = depth
  while (lead > 0 && (term[lead]! & 0xc0) === 0x80) lead--
  if (depth - lead + 1 === sequenceLength(term[lead]!))
    return step(lead, depth + 1, maskOf(points, codePointAt(term, lead)))
  copyState(depth, depth + 1)
  return true
}

function maskOf(points: readonly number[], wanted: number): number {
  let mask = 0
  for (let position = 0; position < points.length; position++) if (points[position] === wanted) mask |= 1 << position
  return mask
}

function copyState(from: number, to: number): void {
  r0[to] = r0[from]!
  r1[to] = r1[from]!
  r2[to] = r2[from]!
  t1[to] = t1[from]!
  t2[to] = t2[from]!
}

/**
 * One character. For each count of errors: fit it; or spend an error on inserting it, replacing the pattern's character
 * with it, or finishing a swap; then spend one on leaving out pattern characters. `LATER` are the positions behind the
 * first character, where an error costs one; at position 0 it costs two.
 */
function step(from: number, to: number, mask: number): boolean {
  const a = r0[from]!
  const b = r1[from]!
  const c = r2[from]!
  const later0 = a & LATER
  const later1 = b & LATER
  const n0 = (a & mask) << 1
  const n1 = ((b & mask) << 1) | later0 | (later0 << 1) | ((t1[from]! & mask) << 2) | ((n0 & LATER) << 1)
  const first = a & 1
  const n2 =
    ((c & mask) << 1) | later1 | (later1 << 1) | first | (first << 1) | ((t2[from]! & mask) << 2) | ((n1 & LATER) << 1)
  r0[to] = n0
  r1[to] = n1
  r2[to] = n2
  t1[to] = later0 & (mask >> 1)
  t2[to] = (later1 | first) & (mask >> 1)
  return (walk.most < 2 ? n1 : n2) !== 0
}

const LATER = ~1

function add(ranges: TermRange[], first: number, last: number): void {
  const { errors } = walk
  if (errors === NONE) return
  const before = ranges.at(-1)
  if (before !== undefined && before.last === first && before.errors === errors) before.last = last
  else ranges.push({ first, last, errors })
}

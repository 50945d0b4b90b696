/**
 * Sorted terms, front coded in buckets of sixteen: the first term of a bucket is whole, each following one says how many
 * bytes it shares with the one before.
 *
 *   bucket   length·bytes | shared·rest·bytes | shared·rest·bytes | …
 *            varint         two nibbles; 15 means "a varint with the remainder follows"
 *   offsets  where each bucket starts
 *
 * A term's number is its rank, so the terms that start with a prefix are one range of numbers.
 */
import { readPacked, packArray, type PackedArray } from './packed-array.ts'
import { ByteWriter, varintAfter, varintAt } from './varint.ts'

export type TermDictionary = { bytes: Uint8Array; offsets: PackedArray; count: number }

export const BUCKET_SHIFT = 4
const BUCKET_MASK = (1 << BUCKET_SHIFT) - 1
/** A nibble that says: more follows. */
export const ESCAPE = 15

/** @param sorted distinct binary strings in byte order */
export function buildTermDictionary(sorted: readonly string[]): TermDictionary {
  const out = new ByteWriter()
  const offsets: number[] = []
  sorted.forEach((term, index) => {
    if ((index & BUCKET_MASK) === 0) {
      offsets.push(out.length)
      out.varint(term.length)
      out.binary(term, 0)
      return
    }
    const shared = sharedLength(sorted[index - 1]!, term)
    const rest = term.length - shared
    out.byte((Math.min(shared, ESCAPE) << 4) | Math.min(rest, ESCAPE))
    if (shared >= ESCAPE) out.varint(shared - ESCAPE)
    if (rest >= ESCAPE) out.varint(rest - ESCAPE)
    out.binary(term, shared)
  })
  return { bytes: out.finish(), offsets: packArray(offsets), count: sorted.length }
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

/** A place in the dictionary: the entry just read, and how it relates to the one before it. */
export type TermCursor = { shared: number; rest: number; at: number; next: number }

export function readHead(dictionary: TermDictionary, bucket: number, cursor: TermCursor): void {
  const offset = readPacked(dictionary.offsets, bucket)
  cursor.shared = 0
  cursor.rest = varintAt(dictionary.bytes, offset)
  cursor.at = varintAfter(dictionary.bytes, offset)
  cursor.next = cursor.at + cursor.rest
}

export function readNext(dictionary: TermDictionary, cursor: TermCursor): void {
  const { bytes } = dictionary
  let at = cursor.next
  const lengths = bytes[at++]!
  cursor.shared = lengths >>> 4
  cursor.rest = lengths & 15
  if (cursor.shared === ESCAPE) {
    cursor.shared += varintAt(bytes, at)
    at = varintAfter(bytes, at)
  }
  if (cursor.rest === ESCAPE) {
    cursor.rest += varintAt(bytes, at)
    at = varintAfter(bytes, at)
  }
  cursor.at = at
  cursor.next = at + cursor.rest
}

const place: TermCursor = { shared: 0, rest: 0, at: 0, next: 0 }

/** The first `length` bytes of `key`, looked for from term `from` on, which is not above it unless it is the first. */
type Sought = { key: Uint8Array; length: number; from: number }

/** The number of terms below the key. */
export function lowerBound(dictionary: TermDictionary, { key, length, from }: Sought): number {
  const bucket = lastHeadBelow(dictionary, { key, length, from: from >>> BUCKET_SHIFT })
  if (bucket < 0) return 0
  readHead(dictionary, bucket, place)
  let matched = agreement(dictionary.bytes, place, key, length)
  const first = bucket << BUCKET_SHIFT
  const end = Math.min(first + BUCKET_MASK + 1, dictionary.count)
  for (let term = first + 1; term < end; term++) {
    readNext(dictionary, place)
    // Sharing more than what agreed: still below the key, for the same reason as the entry before.
    if (place.shared > matched) continue
    if (place.shared < matched) return term
    matched = place.shared + agreementFrom(dictionary.bytes, key, length)
    if (!below(dictionary.bytes, matched, key, length)) return term
  }
  return end
}

/** The last bucket whose head is below the key, or -1. Doubling steps, then halving: what begins alike stands close by. */
function lastHeadBelow(dictionary: TermDictionary, { key, length, from }: Sought): number {
  let low = from
  let high = dictionary.offsets.length
  let step = from > 0 ? 1 : high
  for (; low + step < high; step *= 2) {
    if (headIsBelow(dictionary, low + step, key, length)) low += step + 1
    else high = low + step
  }
  while (low < high) {
    const middle = (low + high) >>> 1
    if (headIsBelow(dictionary, middle, key, length)) low = middle + 1
    else high = middle
  }
  return low - 1
}

function headIsBelow(dictionary: TermDictionary, bucket: number, key: Uint8Array, length: number): boolean {
  readHead(dictionary, bucket, place)
  return below(dictionary.bytes, agreement(dictionary.bytes, place, key, length), key, length)
}

function agreement(bytes: Uint8Array, cursor: TermCursor, key: Uint8Array, length: number): number {
  const end = Math.min(cursor.rest, length)
  let matched = 0
  while (matched < end && bytes[cursor.at + matched] === key[matched]) matched++
  return matched
}

function agreementFrom(bytes: Uint8Array, key: Uint8Array, length: number): number {
  const end = Math.min(place.rest, length - place.shared)
  let matched = 0
  while (matched < end && bytes[place.at + matched] === key[place.shared + matched]) matched++
  return matched
}

/** Whether the entry at `place`, which agrees with the key on `matched` bytes, is below it. */
function below(bytes: Uint8Array, matched: number, key: Uint8Array, length: number): boolean {
  if (matched === length) return false
  const ended = matched === place.shared + place.rest
  return ended || bytes[place.at + matched - place.shared]! < key[matched]!
}

/** Of each entry of the bucket being read: how much it shares, and where its first byte would stand had it all. */
const sharedOf = new Int32Array(BUCKET_MASK + 1)
const originOf = new Int32Array(BUCKET_MASK + 1)

/**
 * Copies term `term` into `into` and returns its length in bytes. The bytes are taken from the last entry back, each
 * giving what the later ones share, so none is copied twice.
 */
export function extractTerm(dictionary: TermDictionary, term: number, into: Uint8Array): number {
  const { bytes } = dictionary
  const last = term & BUCKET_MASK
  readHead(dictionary, term >>> BUCKET_SHIFT, place)
  originOf[0] = place.at
  // As readNext does, in locals: this loop reads most of what a result is made of.
  let at = place.next
  let shared = 0
  let rest = place.rest
  for (let entry = 1; entry <= last; entry++) {
    const lengths = bytes[at++]!
    shared = lengths >>> 4
    rest = lengths & ESCAPE
    if (shared === ESCAPE) {
      shared += varintAt(bytes, at)
      at = varintAfter(bytes, at)
    }
    if (rest === ESCAPE) {
      rest += varintAt(bytes, at)
      at = varintAfter(bytes, at)
    }
    sharedOf[entry] = shared
    originOf[entry] = at - shared
    at += rest
  }
  const length = Math.min(shared + rest, into.length)
  let end = length
  for (let entry = last; end > 0; entry--) {
    const start = sharedOf[entry]!
    const origin = originOf[entry]!
    for (let index = start; index < end; index++) into[index] = bytes[origin + index]!
    if (start < end) end = start
  }
  return length
}

/** How each structure of the layout is written to and read from the stream: the file's order, in one place. */
import { FIRSTS_SHIFT, LONGEST_TEXT, type Layout, type Scopes } from './layout.ts'
import { packedWords, type PackedArray } from './packed-array.ts'
import { listsAreSound, SAMPLE_SHIFT, type PackedLists } from './packed-lists.ts'
import { startsAreSound, type PairIndex } from './pair-index.ts'
import { blockCount, type RangeMinima } from './range-minima.ts'
import type { RankedPostings } from './ranked-postings.ts'
import type { Records } from './records.ts'
import type { StreamReader, StreamWriter } from './stream.ts'
import { BUCKET_SHIFT, type TermDictionary } from './term-dictionary.ts'
import { countsOf, markWords } from './weights.ts'

export function writeLayout(out: StreamWriter, layout: Layout): void {
  writeDictionary(out, layout.terms)
  writeDictionary(out, layout.tails.tails)
  writePacked(out, layout.tails.terms)
  writeLists(out, layout.words)
  writeMinima(out, layout.order)
  writePacked(out, layout.firsts)
  writePostings(out, layout.postings)
  writePairs(out, layout.pairs)
  writeRecords(out, layout.display)
  out.number(layout.style)
  writeRecords(out, layout.refs)
  writePacked(out, layout.kinds)
  out.words(layout.weights.steps)
  out.words(layout.weights.marks)
  out.words(layout.weights.counts)
  writePacked(out, layout.followers.ranks)
  writeLists(out, layout.followers.lists)
  writePacked(out, layout.followers.shares)
  writeDictionary(out, layout.scopes.names)
  writeLists(out, layout.scopes.ofRank)
  writePostings(out, layout.scopes.postings)
}

export function readLayout(from: StreamReader, completions: number): Layout {
  const layout: Layout = {
    completions,
    terms: readDictionary(from),
    tails: { tails: readDictionary(from), terms: readPackedArray(from) },
    words: readLists(from, LONGEST_TEXT),
    order: readMinima(from),
    firsts: readPackedArray(from),
    postings: readPostings(from),
    pairs: readPairs(from),
    display: readRecords(from),
    style: from.number() === 1 ? 1 : 0,
    refs: readRecords(from),
    kinds: readPackedArray(from),
    weights: { steps: from.floats(), marks: from.words(), counts: from.words() },
    followers: { ranks: readPackedArray(from), lists: readLists(from), shares: readPackedArray(from) },
    scopes: readScopes(from),
  }
  from.expect(layout.words.count === completions && layout.order.values.length === completions)
  from.expect(layout.firsts.length === (layout.terms.count >>> FIRSTS_SHIFT) + 2)
  from.expect(layout.postings.lists.count === layout.terms.count && layout.kinds.length === completions)
  const { tails, scopes, followers } = layout
  from.expect(tails.terms.length === tails.tails.count && tails.tails.count <= layout.terms.count)
  from.expect(scopes.names.count === scopes.postings.lists.count)
  from.expect(scopes.ofRank.count === 0 || scopes.ofRank.count === completions)
  from.expect(followers.ranks.length === followers.lists.count)
  from.expect(followers.shares.length === followers.lists.values.length)
  from.expect(layout.weights.marks.length === markWords(completions))
  from.expect(layout.weights.counts.length === countsOf(layout.weights.marks.length))
  return layout
}

const readScopes = (from: StreamReader): Scopes => ({
  names: readDictionary(from),
  ofRank: readLists(from),
  postings: readPostings(from),
})

function writePacked(out: StreamWriter, array: PackedArray): void {
  out.number(array.length)
  out.number(array.width)
  out.words(array.words)
}

function readPackedArray(from: StreamReader): PackedArray {
  const length = from.number()
  const width = from.number()
  const words = from.words()
  from.expect(width <= 32 && words.length === packedWords(length, width))
  return { words, width, length }
}

function writeLists(out: StreamWriter, lists: PackedLists): void {
  out.number(lists.count)
  writePacked(out, lists.values)
  out.words(lists.ends)
  out.words(lists.samples)
}

function readLists(from: StreamReader, longest = Infinity): PackedLists {
  const lists = { count: from.number(), values: readPackedArray(from), ends: from.words(), samples: from.words() }
  from.expect(lists.ends.length === (lists.values.length >>> 5) + 1)
  from.expect(lists.samples.length === (lists.count >>> SAMPLE_SHIFT) + 1)
  from.expect(!from.failed && listsAreSound(lists, longest))
  return lists
}

function writeMinima(out: StreamWriter, minima: RangeMinima): void {
  writePacked(out, minima.values)
  out.words(minima.blocks)
  out.words(minima.superblocks)
}

function readMinima(from: StreamReader): RangeMinima {
  return readBlocks(from, readPackedArray(from))
}

function readBlocks(from: StreamReader, values: PackedArray): RangeMinima {
  const blocks = from.words()
  const superblocks = from.words()
  from.expect(blocks.length === blockCount(values.length) && superblocks.length === blockCount(blocks.length))
  return { values, blocks, superblocks }
}

function writePostings(out: StreamWriter, postings: RankedPostings): void {
  writeLists(out, postings.lists)
  out.words(postings.minima.blocks)
  out.words(postings.minima.superblocks)
}

function readPostings(from: StreamReader): RankedPostings {
  const lists = readLists(from)
  return { lists, minima: readBlocks(from, lists.values) }
}

function writePairs(out: StreamWriter, pairs: PairIndex): void {
  out.words(pairs.alphabet)
  out.words(pairs.starts)
  writePacked(out, pairs.seconds)
  writePostings(out, pairs.postings)
}

function readPairs(from: StreamReader): PairIndex {
  const pairs = {
    alphabet: from.words(),
    starts: from.words(),
    seconds: readPackedArray(from),
    postings: readPostings(from),
  }
  from.expect(pairs.starts.length === pairs.alphabet.length + 2)
  from.expect(pairs.seconds.length === pairs.postings.lists.count)
  from.expect(from.failed || startsAreSound(pairs))
  return pairs
}

function writeRecords(out: StreamWriter, records: Records): void {
  out.bytes(records.bytes)
  writePacked(out, records.offsets)
}

const readRecords = (from: StreamReader): Records => ({ bytes: from.bytes(), offsets: readPackedArray(from) })

function writeDictionary(out: StreamWriter, dictionary: TermDictionary): void {
  out.number(dictionary.count)
  out.bytes(dictionary.bytes)
  writePacked(out, dictionary.offsets)
}

function readDictionary(from: StreamReader): TermDictionary {
  const dictionary = { count: from.number(), bytes: from.bytes(), offsets: readPackedArray(from) }
  from.expect(dictionary.offsets.length === Math.ceil(dictionary.count / (1 << BUCKET_SHIFT)))
  return dictionary
}

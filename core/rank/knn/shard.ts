/**
 * One shard of the neighbour index: everything needed to use the sessions of a contiguous range of item numbers. A
 * session that touches items of several shards is stored in each, so a query fetches only the shards of its own items.
 *
 *   header  8 x u32: magic "NFKN", version, first item, items, sessions, entries, postings, dictionary size
 *   u32 postingStart[items + 1]    per item: its newest sessions, newest first
 *   u32 sessionNumber[sessions]    number over the whole log, oldest = 0: names the session in other shards, and its age
 *   u32 entryStart[sessions + 1]   per session: its items, oldest first
 *   u32 dictionary[]               item numbers that occur in this shard
 *   u16|u32 posting[]              session, local to the shard      (u16 when sessions <= 65,536)
 *   u16|u32 entry[]                index into the dictionary        (u16 when dictionary <= 65,536)
 * Widths follow from the header's counts. Little-endian.
 */
const MAGIC = 0x4e4b_464e
const VERSION = 1
const HEADER_BYTES = 32

export type Shard = {
  firstItem: number
  itemCount: number
  postingStart: Uint32Array
  sessionNumber: Uint32Array
  entryStart: Uint32Array
  dictionary: Uint32Array
  posting: Uint16Array | Uint32Array
  entry: Uint16Array | Uint32Array
}

/** The same, as plain lists while it is built. */
export type ShardLists = { firstItem: number; itemCount: number } & Record<
  'postingStart' | 'sessionNumber' | 'entryStart' | 'dictionary' | 'posting' | 'entry',
  number[]
>

type Counts = { items: number; sessions: number; entries: number; postings: number; dictionary: number }

export function packShard(lists: ShardLists): ArrayBuffer {
  const counts = {
    items: lists.itemCount,
    sessions: lists.sessionNumber.length,
    entries: lists.entry.length,
    postings: lists.posting.length,
    dictionary: lists.dictionary.length,
  }
  const buffer = new ArrayBuffer(layout(counts).total)
  const { items, sessions, entries, postings, dictionary } = counts
  new Uint32Array(buffer, 0, 8).set([MAGIC, VERSION, lists.firstItem, items, sessions, entries, postings, dictionary])
  const packed = views(buffer, counts)
  for (const name of ['postingStart', 'sessionNumber', 'entryStart', 'dictionary', 'posting', 'entry'] as const) {
    packed[name].set(lists[name])
  }
  return buffer
}

/**
 * Opens a shard as views. Its bytes come from a content-addressed artifact, so only kind, version and size are checked.
 * @throws RangeError when it is something else or cut short.
 */
export function openShard(buffer: ArrayBuffer): Shard {
  if (buffer.byteLength < HEADER_BYTES) throw new RangeError('The neighbour shard is cut short.')
  const [magic, version, firstItem = 0, items = 0, sessions = 0, entries = 0, postings = 0, dictionary = 0] =
    new Uint32Array(buffer, 0, 8)
  if (magic !== MAGIC || version !== VERSION) throw new RangeError(`Not a neighbour shard of version ${VERSION}.`)
  const counts = { items, sessions, entries, postings, dictionary }
  if (buffer.byteLength !== layout(counts).total) throw new RangeError('The neighbour shard is cut short.')
  return { firstItem, itemCount: items, ...views(buffer, counts) }
}

function views(buffer: ArrayBuffer, counts: Counts) {
  const at = layout(counts)
  const { items, sessions, entries, postings, dictionary } = counts
  return {
    postingStart: new Uint32Array(buffer, at.postingStart, items + 1),
    sessionNumber: new Uint32Array(buffer, at.sessionNumber, sessions),
    entryStart: new Uint32Array(buffer, at.entryStart, sessions + 1),
    dictionary: new Uint32Array(buffer, at.dictionary, dictionary),
    posting:
      at.postingBytes === 2
        ? new Uint16Array(buffer, at.posting, postings)
        : new Uint32Array(buffer, at.posting, postings),
    entry:
      at.entryBytes === 2 ? new Uint16Array(buffer, at.entry, entries) : new Uint32Array(buffer, at.entry, entries),
  }
}

function layout(counts: Counts) {
  const postingBytes = counts.sessions <= 65_536 ? 2 : 4
  const entryBytes = counts.dictionary <= 65_536 ? 2 : 4
  const postingStart = HEADER_BYTES
  const sessionNumber = postingStart + 4 * (counts.items + 1)
  const entryStart = sessionNumber + 4 * counts.sessions
  const dictionary = entryStart + 4 * (counts.sessions + 1)
  const posting = dictionary + 4 * counts.dictionary
  const entry = align(posting + postingBytes * counts.postings)
  const total = align(entry + entryBytes * counts.entries)
  return { postingBytes, entryBytes, postingStart, sessionNumber, entryStart, dictionary, posting, entry, total }
}

const align = (offset: number) => (offset + 3) & ~3

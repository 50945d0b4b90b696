/**
 * The index's directory: which item has which number, how many sessions hold it, and which shard owns it. Small enough
 * to stay in an isolate's memory while shards come and go.
 *
 *   header  8 x u32: magic "NFKD", version, items, sessions of the whole log, shards, id units, 2 spare
 *   u32 shardStart[shards + 1]   first item number of each shard
 *   u32 sessionCount[items]      sessions that hold the item
 *   u32 idStart[items + 1]       UTF-16 offsets
 *   u32 byId[items]              item numbers in ascending order of their id's code units
 *   u16 ids[]
 */
const MAGIC = 0x444b_464e
const VERSION = 1
const HEADER_BYTES = 32

export type Directory = {
  items: number
  sessions: number
  shardStart: Uint32Array
  sessionCount: Uint32Array
  idStart: Uint32Array
  byId: Uint32Array
  ids: Uint16Array
}

export function packDirectory(given: {
  ids: string[]
  sessionCount: number[]
  sessions: number
  shardStart: number[]
}): ArrayBuffer {
  const items = given.ids.length
  const shards = given.shardStart.length - 1
  const units = given.ids.reduce((sum, id) => sum + id.length, 0)
  const buffer = new ArrayBuffer(byteLength({ items, shards, units }))
  new Uint32Array(buffer, 0, 8).set([MAGIC, VERSION, items, given.sessions, shards, units])
  const packed = views(buffer, { items, shards, units })
  packed.shardStart.set(given.shardStart)
  packed.sessionCount.set(given.sessionCount)
  let at = 0
  given.ids.forEach((id, item) => {
    packed.idStart[item] = at
    for (let unit = 0; unit < id.length; unit += 1) packed.ids[at++] = id.charCodeAt(unit)
  })
  packed.idStart[items] = at
  // Plain `<` on strings compares code units, as `numberOf` does.
  packed.byId.set(given.ids.map((_, item) => item).sort((a, b) => (given.ids[a]! < given.ids[b]! ? -1 : 1)))
  return buffer
}

/** @throws RangeError when the bytes are something else or cut short. */
export function openDirectory(buffer: ArrayBuffer): Directory {
  if (buffer.byteLength < HEADER_BYTES) throw new RangeError('The neighbour directory is cut short.')
  const [magic, version, items = 0, sessions = 0, shards = 0, units = 0] = new Uint32Array(buffer, 0, 8)
  if (magic !== MAGIC || version !== VERSION) throw new RangeError(`Not a neighbour directory of version ${VERSION}.`)
  if (buffer.byteLength !== byteLength({ items, shards, units }))
    throw new RangeError('The neighbour directory is cut short.')
  return { items, sessions, ...views(buffer, { items, shards, units }) }
}

export function idOf(directory: Directory, item: number): string {
  const units = directory.ids.subarray(directory.idStart[item], directory.idStart[item + 1])
  return String.fromCharCode(...units)
}

/** The item's number, or -1 when the log never held it. */
export function numberOf(directory: Directory, id: string): number {
  let low = 0
  let high = directory.items
  while (low < high) {
    const middle = (low + high) >>> 1
    const item = directory.byId[middle]!
    const order = compareId(directory, item, id)
    if (order === 0) return item
    if (order < 0) low = middle + 1
    else high = middle
  }
  return -1
}

/** Below 0 when the item's id comes first; no text is made of it. */
function compareId({ ids, idStart }: Directory, item: number, id: string): number {
  const start = idStart[item]!
  const length = idStart[item + 1]! - start
  for (let unit = 0; unit < length && unit < id.length; unit += 1) {
    const apart = ids[start + unit]! - id.charCodeAt(unit)
    if (apart !== 0) return apart
  }
  return length - id.length
}

/** The shard that owns an item's sessions. */
export function shardOf(directory: Directory, item: number): number {
  let shard = 0
  while (directory.shardStart[shard + 1]! <= item) shard += 1
  return shard
}

type Counts = { items: number; shards: number; units: number }

function views(buffer: ArrayBuffer, { items, shards, units }: Counts) {
  let offset = HEADER_BYTES
  const words = (length: number) => new Uint32Array(buffer, (offset += 4 * length) - 4 * length, length)
  return {
    shardStart: words(shards + 1),
    sessionCount: words(items),
    idStart: words(items + 1),
    byId: words(items),
    ids: new Uint16Array(buffer, offset, units),
  }
}

const byteLength = ({ items, shards, units }: Counts) =>
  (HEADER_BYTES + 4 * (shards + 1 + 3 * items + 1) + 2 * units + 3) & ~3

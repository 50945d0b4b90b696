/**
 * The event ids that a session has counted: a ring of 53-bit hashes, oldest overwritten first, one Float64Array that
 * is stored as it is. 1,024 ids = 8 KB; two different ids collide with probability 1e-10 at a full ring, and the
 * cost of a collision is one interaction not counted.
 */
const CAPACITY = 1_024

export class SeenIds {
  /** Slot 0 holds the number of ids ever added; slots 1..CAPACITY the hashes. */
  private readonly ring: Float64Array<ArrayBuffer>
  private readonly index: Set<number>

  /** @param stored bytes that `bytes()` returned before; anything else starts empty. */
  constructor(stored?: ArrayBuffer) {
    const usable = stored !== undefined && stored.byteLength === (CAPACITY + 1) * 8
    this.ring = usable ? new Float64Array(stored) : new Float64Array(CAPACITY + 1)
    this.index = new Set(this.ring.subarray(1).filter((hash) => hash !== 0))
  }

  /** Adds `id`; false when it was there already. */
  add(id: string): boolean {
    const hash = hash53(id)
    if (this.index.has(hash)) return false
    const added = this.ring[0] ?? 0
    const slot = 1 + (added % CAPACITY)
    this.index.delete(this.ring[slot] ?? 0)
    this.ring[slot] = hash
    this.ring[0] = added + 1
    this.index.add(hash)
    return true
  }

  bytes(): ArrayBuffer {
    return this.ring.buffer
  }
}

/** cyrb53 (public domain, bryc): two 32-bit multiplicative lanes; never 0, which marks an empty slot. */
function hash53(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0) || 1
}

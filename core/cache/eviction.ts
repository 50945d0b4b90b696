/**
 * What a bounded cache lets go: S3-FIFO (Yang, Zhang, Qiu, Yue, Vigfusson: FIFO Queues are All You Need for Cache
 * Eviction, SOSP 2023), counted in bytes.
 *
 *   new ──> [ small: a tenth ] ──asked for again──> [ main ] ──asked for since──> [ main ]
 *                 │ not asked for                      │ not asked for
 *                 v                                    v
 *           [ ghost: keys only ]                      gone
 *           a key that comes back goes straight to main
 *
 * A scan passes through `small` and disturbs nothing else; a hit is a counter and no move, so it is cheaper than in a
 * least-recently-used list. Chosen by measurement: docs/decisions/032.
 */
type Slot<V> = { readonly value: V; readonly bytes: number; hits: number; queue: Queue<V> }

/** The share of `small`, and how many hits in it earn a place in main. */
const SMALL_SHARE = 0.1
const PROMOTING_HITS = 1
const MAX_HITS = 3

/** A queue by bytes. A Map iterates in insertion order: its first key is the oldest, and any key can be taken out. */
class Queue<V> {
  readonly slots = new Map<string, Slot<V>>()
  bytes = 0

  push(key: string, slot: Slot<V>): void {
    slot.queue = this
    this.slots.set(key, slot)
    this.bytes += slot.bytes
  }

  take(key: string, slot: Slot<V>): void {
    this.slots.delete(key)
    this.bytes -= slot.bytes
  }
}

export class Eviction<V> {
  readonly #maxBytes: number
  readonly #slots = new Map<string, Slot<V>>()
  readonly #small = new Queue<V>()
  readonly #main = new Queue<V>()
  readonly #ghosts = new Set<string>()

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get(key: string): V | undefined {
    const slot = this.#slots.get(key)
    if (slot === undefined) return undefined
    if (slot.hits < MAX_HITS) slot.hits += 1
    return slot.value
  }

  /** Puts the value in, and lets go of what no longer fits. A value over the whole bound is not put in. */
  set(key: string, value: V, bytes: number): void {
    const before = this.#slots.get(key)
    this.delete(key)
    if (bytes > this.#maxBytes) return
    const known = before?.queue === this.#main || this.#ghosts.delete(key)
    const slot: Slot<V> = { value, bytes, hits: before?.hits ?? 0, queue: known ? this.#main : this.#small }
    this.#makeRoom(bytes)
    this.#slots.set(key, slot)
    slot.queue.push(key, slot)
  }

  delete(key: string): void {
    const slot = this.#slots.get(key)
    if (slot === undefined) return
    this.#slots.delete(key)
    slot.queue.take(key, slot)
  }

  #makeRoom(bytes: number): void {
    const over = (): boolean => this.#small.bytes + this.#main.bytes + bytes > this.#maxBytes
    while (over()) {
      if (this.#small.bytes > this.#maxBytes * SMALL_SHARE || this.#main.slots.size === 0) this.#evictFromSmall()
      else this.#evictFromMain()
    }
  }

  #evictFromSmall(): void {
    for (const [key, slot] of this.#small.slots) {
      this.#small.take(key, slot)
      if (slot.hits <= PROMOTING_HITS) {
        this.#slots.delete(key)
        return this.#haunt(key)
      }
      slot.hits = 0
      this.#main.push(key, slot)
    }
  }

  /** Ends: each round lowers a counter, and one at zero goes. */
  #evictFromMain(): void {
    for (const [key, slot] of this.#main.slots) {
      this.#main.take(key, slot)
      if (slot.hits === 0) return void this.#slots.delete(key)
      slot.hits -= 1
      this.#main.push(key, slot)
    }
  }

  /** Ghosts are as many as the values held: what left longer ago than that says nothing about now. */
  #haunt(key: string): void {
    this.#ghosts.add(key)
    for (const oldest of this.#ghosts) {
      if (this.#ghosts.size <= this.#slots.size) return
      this.#ghosts.delete(oldest)
    }
  }
}

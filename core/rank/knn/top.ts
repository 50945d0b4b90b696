import type { Accumulator } from './accumulator.ts'

/**
 * The slots of the `count` greatest sums, greatest first; among equals the greater key (the newer session) first.
 * A bounded heap whose root is the worst kept: O(size · log count).
 */
export function topSlots(sums: Accumulator, count: number): Int32Array {
  const heap = new Int32Array(Math.min(count, sums.size))
  const worse = (a: number, b: number) =>
    sums.sums[a]! < sums.sums[b]! || (sums.sums[a] === sums.sums[b] && sums.keyAt(a) < sums.keyAt(b))
  const sink = (from: number, length: number) => {
    let parent = from
    for (;;) {
      let least = parent
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < length && worse(heap[child]!, heap[least]!)) least = child
      }
      if (least === parent) return
      const moved = heap[parent]!
      heap[parent] = heap[least]!
      heap[least] = moved
      parent = least
    }
  }
  heap.set(sums.slots.subarray(0, heap.length))
  for (let parent = (heap.length >> 1) - 1; parent >= 0; parent -= 1) sink(parent, heap.length)
  for (let index = heap.length; index < sums.size; index += 1) {
    const slot = sums.slots[index]!
    if (heap.length === 0 || !worse(heap[0]!, slot)) continue
    heap[0] = slot
    sink(0, heap.length)
  }
  // Taking the worst to the end again and again leaves the best in front.
  for (let length = heap.length - 1; length > 0; length -= 1) {
    const worst = heap[0]!
    heap[0] = heap[length]!
    heap[length] = worst
    sink(0, length)
  }
  return heap
}

import { expect, it } from 'vitest'
import type { StoredEntry } from '#core/cache/entry'
import { entryCost } from '#core/cache/entry-cost'
import { Eviction } from '#core/cache/eviction'
import { entryAt } from '../../fakes/entries.ts'
import { collectGarbage } from '../collect-garbage.ts'

const ENTRIES = 1_500

/** A string of its own memory: no two entries share one. */
const own = (length: number, n: number): string => Buffer.alloc(length, `${n}.`).toString('latin1')

const fields = (count: number, length: number, n: number): [string, string][] =>
  Array.from({ length: count }, (_, field) => [`x-field-${n + field}`, own(length, n + field)])

const page = (n: number, bytes: number): string =>
  JSON.stringify(Array.from({ length: bytes / 50 }, (_, i) => ({ id: `item-${n}-${i}`, title: `Item ${i}`, price: i })))

const shapes: [string, (n: number) => Partial<StoredEntry> & { text?: string }][] = [
  ['next to nothing', () => ({ headers: [], tags: [], text: '' })],
  ['a redirect with 4 KB of headers', (n) => ({ headers: fields(1, 4_096, n), text: '' })],
  ['a page with twenty headers', (n) => ({ headers: fields(20, 30, n), text: own(2_000, n) })],
  ['a hundred headers', (n) => ({ headers: fields(100, 40, n), text: '' })],
  ['a hundred tags', (n) => ({ tags: Array.from({ length: 100 }, (_, tag) => own(30, n + tag)), text: '' })],
  ['a long selecting key', (n) => ({ vary: ['accept-language'], selecting: own(4_000, n), text: '' })],
  ['a shared part of the API', (n) => ({ text: page(n, 5_000) })],
]

/** What is held for an entry that has been answered with: the store's slot, the prepared headers, the decoded value. */
function hold(slots: Eviction<unknown>, made: { key: string; entry: StoredEntry }): void {
  const { key, entry } = made
  const lines = entry.headers.map(([name, value]): [string, string] => [name, value])
  const text = new TextDecoder().decode(entry.body)
  const decoded: unknown = text.startsWith('[') ? JSON.parse(text) : undefined
  slots.set(key, { entry, lines, headers: new Headers(lines), decoded }, 1)
}

async function heapBytes(): Promise<number> {
  await collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

it.each(shapes)('%s takes no more memory than it is charged, nor a small part of it', async (_, shape) => {
  const make = (n: number) => {
    const key = `/${own(100, n)}${n}`
    return { key, entry: entryAt(1_000_000 + n, shape(n)) }
  }
  const slots = new Eviction<unknown>(ENTRIES * 2)
  hold(slots, make(-1))
  const before = await heapBytes()
  let charged = 0
  for (let n = 0; n < ENTRIES; n++) {
    const made = make(n)
    charged += entryCost(made.key, made.entry)
    hold(slots, made)
  }
  const taken = (await heapBytes()) - before
  expect(slots.get(make(0).key)).toBeDefined()
  expect(taken / charged).toBeLessThan(1.25)
  expect(taken / charged).toBeGreaterThan(0.2)
})

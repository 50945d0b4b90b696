import { expect, it } from 'vitest'
import { extractList } from '#core/rank/features/extract'
import { openKnowledge, packKnowledge } from '#core/rank/features/knowledge-codec'
import type { Knowledge } from '#core/rank/features/knowledge'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import { parseLogEvent, type LogEvent } from '#core/rank/features/log-event'
import { replayLog } from '#core/rank/train/replay-log'
import { reduce } from '#core/session/reduce'
import { emptyState } from '#core/session/state'
import { shopLog } from './shop-log.ts'

const events = shopLog(4, 300)
  .map(parseLogEvent)
  .filter((event): event is LogEvent => event.kind !== 'malformed')
const { replay } = replayLog(events, 'buy')
const packed = packKnowledge(replay.knowledge)
const NOW = 1_700_000_000_000

/** One visitor opens two items and is shown a list, over the given knowledge. */
function serve(knowledge: Knowledge): Float32Array {
  const { store } = knowledge
  const state = ['p3', 'p8'].reduce((before, id) => {
    const { traits } = store.get(id, NOW)
    return reduce(before, { id: `touch-${id}`, type: 'clicked', item: id, at: NOW, ...traits }, NOW)
  }, emptyState)
  const session = sessionMemory(store, state, { now: NOW, whole: false })
  const visitor = visitorMemory(store, state, NOW)
  const candidates = ['p3', 'p4', 'p8', 'p12', 'p50'].map((id) => ({
    item: knowledge.store.get(id, NOW),
    given: [0.5],
  }))
  return extractList(knowledge, { now: NOW, candidates, session, visitor, query: 'q', hour: 1, device: 2 }).rows
}

it('features served from the artifact are those of the log it was learned from, to the bit', () => {
  const opened = openKnowledge(packed)
  // The edge gets items with its candidates, in whatever order.
  const declarations = events.filter((event) => event.kind === 'item').toReversed()
  for (const item of declarations) opened.store.declare(item.id, item.fields, NOW)
  expect(serve(opened)).toEqual(serve(replay.knowledge))
})

it('packing what was opened gives the same bytes', () => {
  expect(new Uint8Array(packKnowledge(openKnowledge(packed)))).toEqual(new Uint8Array(packed))
})

it.each([
  ['empty', (bytes: Uint8Array) => bytes.slice(0, 0), 'cut short'],
  ['cut', (bytes: Uint8Array) => bytes.slice(0, -8), 'damaged'],
  ['another kind', (bytes: Uint8Array) => bytes.with(0, 1), 'version 3'],
  ['a newer version', (bytes: Uint8Array) => bytes.with(4, 4), 'version 3'],
  ['sections swapped', (bytes: Uint8Array) => bytes.with(16, 1), 'damaged'],
])('refuses bytes that are %s', (_, spoil, message) => {
  expect(() => openKnowledge(spoil(new Uint8Array(packed)).buffer)).toThrow(message)
})

it('keeps the pairs of items that were touched together most, when there are too many', () => {
  const { store, neighbours } = openKnowledge(packed)
  const items = Array.from({ length: 500 }, (_, n) => store.get(`x${n}`, NOW).index)
  for (const item of items) {
    const row = new Map(items.map((other, n) => [other, 1 + (n % 3)]))
    neighbours.pairs.set(item, row)
  }
  const opened = openKnowledge(packKnowledge({ ...openKnowledge(packed), store, neighbours }))
  const kept = [...opened.neighbours.pairs.values()].flatMap((row) => [...row.values()])
  expect(kept.length).toBeLessThanOrEqual(200_000)
  expect(kept.filter((times) => times === 3).length).toBeGreaterThanOrEqual(500 * 166)
  expect(Math.min(...new Set(kept))).toBe(2)
})

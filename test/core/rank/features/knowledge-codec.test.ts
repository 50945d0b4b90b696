import { expect, it } from 'vitest'
import { extractList } from '#core/rank/features/extract'
import { openKnowledge, packKnowledge } from '#core/rank/features/knowledge-codec'
import type { Knowledge } from '#core/rank/features/knowledge'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import { parseLogEvent, type LogEvent } from '#core/rank/features/log-event'
import { TABLE_VERSION } from '#core/rank/features/table'
import { replayLog } from '#core/rank/train/replay-log'
import { reduce } from '#core/session/reduce'
import { emptyState } from '#core/session/state'
import { shopLog } from './shop-log.ts'

const events = shopLog(4, 300)
  .map(parseLogEvent)
  .filter((event): event is LogEvent => event.kind !== 'malformed')
const { replay } = replayLog(events, { target: 'buy' })
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
  const request = { now: NOW, candidates, session, visitor, neighbours: undefined, query: 'q', hour: 1, device: 2 }
  return extractList(knowledge, request).rows
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
  ['another kind', (bytes: Uint8Array) => bytes.with(0, 1), 'version 4'],
  ['a newer version', (bytes: Uint8Array) => bytes.with(4, 5), 'version 4'],
  ['sections swapped', (bytes: Uint8Array) => bytes.with(16, 2), 'damaged'],
])('refuses bytes that are %s', (_, spoil, message) => {
  expect(() => openKnowledge(spoil(new Uint8Array(packed)).buffer)).toThrow(message)
})

it('refuses what was made for another table of features', () => {
  const older = new Uint8Array(packed)
  const { at, table } = firstNumber(older)
  expect(table).toBe(TABLE_VERSION)
  new DataView(older.buffer).setFloat64(at, TABLE_VERSION - 1, true)
  expect(() => openKnowledge(older.buffer)).toThrow(
    `Made for version ${TABLE_VERSION - 1} of the feature table, this is ${TABLE_VERSION}: train anew.`,
  )
})

/** Where the first section begins, behind the table of them. */
function firstNumber(bytes: Uint8Array): { at: number; table: number } {
  const view = new DataView(bytes.buffer)
  const at = Math.ceil((16 + 8 * view.getUint32(8, true)) / 8) * 8
  return { at, table: view.getFloat64(at, true) }
}

import { expect, it } from 'vitest'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import { packKnowledge } from '#core/rank/features/knowledge-codec'
import { tableNames } from '#core/rank/learned/table-names'
import { readModelFor } from '#core/rank/learned/read-model'
import { replayLog } from '#core/rank/train/replay-log'
import { packModel } from '#core/rank/trees/codec'
import type { ArtifactStore } from '../../../worker/artifacts/artifact-store.ts'
import { createRankingSource } from '../../../worker/model/ranking-source.ts'
import { singleSplit } from '../single-split.ts'

const bytes = new Map<string, ArrayBuffer>()
const put = (name: string, content: ArrayBuffer): ArtifactRef => {
  bytes.set(name, content)
  return { name, bytes: content.byteLength, sha256: '' }
}

/** What a log without anything in it teaches, about items with a genre or with another field. */
function knowledgeOf(field: string) {
  const item = { kind: 'item', at: 0, id: 'a', fields: new Map([[field, 'x']]) } as const
  const { replay, schema } = replayLog([item])
  return { packed: packKnowledge(replay.knowledge), names: tableNames(schema) }
}
const { packed, names } = knowledgeOf('genre')
const trees = packModel(readModelFor(names, singleSplit(names, { name: 'prior', above: 0 })))
const head = { objective: 'click', weight: 1, calibration: { slope: 1, intercept: 0 } }
const text = (json: unknown) => Uint8Array.from(new TextEncoder().encode(JSON.stringify(json))).buffer

function manifest(name: string, knowledge: ArtifactRef): ArtifactRef {
  return put(name, text({ heads: [{ ...head, trees: put('trees', trees) }], knowledge }))
}

/** A source whose pointers the test moves, and whose every call looks. */
function source() {
  const pointers: Record<'model' | 'knowledge', ArtifactRef | null | undefined> = { model: null, knowledge: null }
  const events: string[] = []
  let now = 0
  const artifacts: ArtifactStore = {
    get: async ({ name }) => {
      const held = bytes.get(name)
      return held === undefined ? { outcome: 'unavailable', cause: 'not there' } : { outcome: 'fetched', bytes: held }
    },
  }
  const ranking = createRankingSource({
    pointer: async (kind) => pointers[kind],
    artifacts,
    now: () => (now += 10_000),
    onEvent: (kind, event) => events.push(`${kind} ${event.type}`),
  })
  const next = async () => {
    const work: Promise<unknown>[] = []
    ranking.current((each) => work.push(each))
    await Promise.all(work)
    return ranking.current(() => {})?.name
  }
  return { pointers, events, next, ranking }
}

it('nobody waits: the first request has nothing, the next has what was found meanwhile', async () => {
  const { pointers, ranking } = source()
  pointers.model = manifest('model-1', put('known', packed))
  const work: Promise<unknown>[] = []
  expect(ranking.current((each) => work.push(each))).toBeUndefined()
  await Promise.all(work)
  expect(ranking.current(() => {})).toMatchObject({ by: 'model', name: 'model-1' })
})

it.each([
  ['no manifest', () => put('model-2', text({ heads: [] }))],
  ['no JSON', () => put('model-2', new ArrayBuffer(9))],
  [
    'damaged trees',
    () =>
      put('model-2', text({ heads: [{ ...head, trees: put('t', trees.slice(8)) }], knowledge: put('known', packed) })),
  ],
  ['knowledge of other columns', () => manifest('model-2', put('other', knowledgeOf('colour').packed))],
  ['knowledge cut short', () => manifest('model-2', put('short', packed.slice(0, 100)))],
])('refuses %s, and the model of before stays', async (_, damaged) => {
  const { pointers, events, next } = source()
  pointers.model = manifest('model-1', put('known', packed))
  expect(await next()).toBe('model-1')
  pointers.model = damaged()
  expect(await next()).toBe('model-1')
  expect(events).toContain('model index-refused')
})

it('one whose part can not be had is tried again; one taken back is gone', async () => {
  const { pointers, next } = source()
  pointers.model = manifest('model-1', put('known', packed))
  pointers.knowledge = put('knowledge-1', packed)
  await next()
  pointers.model = put(
    'model-3',
    text({ heads: [{ ...head, trees: { name: 'late', bytes: 1, sha256: '' } }], knowledge: put('known', packed) }),
  )
  expect(await next()).toBe('model-1')
  put('late', trees)
  expect(await next()).toBe('model-3')
  pointers.model = undefined
  expect(await next()).toBe('model-3')
  pointers.model = null
  expect(await next()).toBe('knowledge-1')
})

it('a model reads newer counts when they fill the same columns, and else its own', async () => {
  const { pointers, next, ranking } = source()
  pointers.model = manifest('model-1', put('known', packed))
  pointers.knowledge = put('knowledge-2', knowledgeOf('colour').packed)
  await next()
  const own = ranking.current(() => {})
  pointers.knowledge = put('knowledge-3', packed)
  await next()
  const newer = ranking.current(() => {})
  if (own?.by !== 'model' || newer?.by !== 'model') throw new Error('no model')
  expect(own.model.knowledge.store.schema.fields[0]?.name).toBe('genre')
  expect(newer.model.knowledge).not.toBe(own.model.knowledge)
})

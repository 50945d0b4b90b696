/** An isolate that has no index yet is asked by two: a ranking, which can wait a moment only, and a list of neighbours. */
import { expect, it } from 'vitest'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import { buildKnnIndex } from '#core/rank/knn/build'
import { createMetrics } from '../../../worker/metrics.ts'
import { createNeighbours } from '../../../worker/neighbours/create-neighbours.ts'
import { timer } from '../../../worker/timer.ts'

const files = new Map<string, ArrayBuffer>()
const put = (name: string, bytes: ArrayBuffer): ArtifactRef => {
  files.set(name, bytes)
  return { name, bytes: bytes.byteLength, sha256: '' }
}
const index = buildKnnIndex([['lamp', 'bulb']])
const shards = index.shards.map((bytes, at) => put(`shard-${at}`, bytes))
const manifest = JSON.stringify({ directory: put('directory', index.directory), shards })
const pointer = put('neighbours', new TextEncoder().encode(manifest).slice().buffer)

const DEADLINE_MS = 40
const waitUntil = () => {}

it('the list waits for the index, also when a ranking asked first and had no time left', async () => {
  const opened = Promise.withResolvers<void>()
  const metrics = createMetrics()
  const { ranked, neighbours } = createNeighbours({
    pointer: async () => pointer,
    artifacts: {
      async get({ name }) {
        await opened.promise
        return { outcome: 'fetched', bytes: files.get(name) ?? new ArrayBuffer(0) }
      },
    },
    now: Date.now,
    timer,
    rankedDeadlineMs: DEADLINE_MS,
    metrics,
  })
  expect(await ranked(['lamp'], { since: Date.now() - DEADLINE_MS, waitUntil })).toBeUndefined()
  expect(metrics.text()).toContain('ranked_neighbours_total{outcome="late"} 1')
  const list = neighbours.next(['lamp'], { repeat: 'off', waitUntil })
  opened.resolve()
  expect(await list).toMatchObject({ outcome: 'found', neighbours: [{ id: 'bulb' }] })
})

/**
 * Requests that wait for another's load, each in a context of its own, in the runtime itself: what they make after waiting
 * must be theirs, or the runtime refuses to send it. (The test pool runs everything in one context, and cannot tell.)
 */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startBenchOrigin } from '../../../bench/cache/origin.ts'
import { zipfTrace } from '../../../bench/cache/traces.ts'
import { runLoad } from '../../../bench/edge/load.ts'
import { serveWorker } from '../../conformance/workerd.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'bench', 'cache')
const PORT = 18_843

it('everybody who joins a load is answered', async () => {
  const origin = await startBenchOrigin(0)
  const worker = await serveWorker({
    entry: join(folder, 'worker.ts'),
    cacheService: join(folder, 'cache-service.ts'),
    port: PORT,
    texts: { ORIGIN: origin.url, REDIS_URL: 'http://127.0.0.1:9', REDIS_TOKEN: 'none' },
  })
  try {
    // No memory behind this route: each request is a load of its key, or joins one.
    const paths = zipfTrace({ keys: 200, alpha: 0.9, length: 2_000, seed: 7 }).map((id) => `/colo/${id}`)
    const unanswered: number[] = []
    for (let round = 0; round < 16; round++) {
      const { notOk } = await runLoad({ port: PORT, paths, headers: [], connections: 16, seconds: 0.2 })
      unanswered.push(notOk)
    }
    expect(unanswered).toEqual(Array.from({ length: 16 }, () => 0))
  } finally {
    await worker.stop()
    origin.close()
  }
}, 30_000)

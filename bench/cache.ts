/**
 * `npm run bench -- cache`: hits against a bare Hono Worker and against the peers on one runtime in interleaved rounds, a
 * stampede on one key over several runtimes, and the hit ratios of the eviction policies on the same traces.
 */
import { join } from 'node:path'
import type { NamedRun } from '../scripts/run-named.ts'
import { serveWorker, type RunningWorker } from '../test/conformance/workerd.ts'
import { REDIS_TOKEN, startRedisRest } from '../test/fakes/redis-rest.ts'
import { stampede } from './cache/herd.ts'
import { startBenchOrigin } from './cache/origin.ts'
import { policies, type PolicyName } from './cache/policies.ts'
import { hitRatio, withScans, zipfTrace } from './cache/traces.ts'
import { runLoad } from './edge/load.ts'

const ENTRY = join(import.meta.dirname, 'cache', 'worker.ts')
const CACHE_SERVICE = join(import.meta.dirname, 'cache', 'cache-service.ts')
const PORT = 18_810
/** Very short and many, hello around a memory hit in each: what else the machine does then disturbs both alike. */
const PAIRS = 180
const PAIR_SECONDS = 0.1
const ROUNDS = 11
const SECONDS = 0.3
const CONNECTIONS = 16
const ISOLATES = 4
const HERD_CLIENTS = 2_000
/** The traces: 100,000 keys, memory for a hundredth of them. */
const TRACE = { keys: 100_000, alpha: 0.9, length: 1_000_000, seed: 42 }
const CAPACITY = 1_000
const SCANS = { every: 2_000, scan: 2_000 }

export const run: NamedRun = async (_args, print) => {
  const origin = await startBenchOrigin(50)
  const redis = await startRedisRest()
  const texts = { ORIGIN: origin.url, REDIS_URL: redis.url, REDIS_TOKEN }
  const isolates: RunningWorker[] = []
  try {
    for (let n = 0; n < ISOLATES; n++) {
      isolates.push(await serveWorker({ entry: ENTRY, cacheService: CACHE_SERVICE, port: PORT + n, texts }))
    }
    const before = origin.calls()
    const { ok } = await stampede(
      isolates.map(({ url }) => url),
      HERD_CLIENTS,
    )
    if (ok !== HERD_CLIENTS) throw new Error(`${HERD_CLIENTS - ok} of the herd were not answered`)
    const herdCalls = origin.calls() - before
    print(`herd: ${HERD_CLIENTS} clients over ${ISOLATES} isolates, ${herdCalls} origin calls`)
    const rps = await throughput(print)
    return { ...rps, herd_origin_calls: herdCalls, herd_clients: HERD_CLIENTS, ...ratios(print, rps.peers) }
  } finally {
    await Promise.all(isolates.map((isolate) => isolate.stop()))
    await redis.stop()
    origin.close()
  }
}

/** The same Zipf trace of 200 items through every route; memory and the Cache API have been warmed with all of them. */
async function throughput(print: (line: string) => void) {
  const items = zipfTrace({ keys: 200, alpha: 0.9, length: 2_000, seed: 7 })
  const routes = ['hello', 'memory', 'colo', 'item', 'caches-default', 'hono-cache']
  const load = (route: string, seconds: number) =>
    runLoad({
      port: PORT,
      paths: route === 'hello' ? ['/hello'] : items.map((id) => `/${route}/${id}`),
      headers: [],
      connections: CONNECTIONS,
      seconds,
    })
  for (const route of routes) await load(route, 2)
  const results = new Map<string, number[]>(routes.map((route) => [route, []]))
  const measure = async (route: string, seconds: number): Promise<number> => {
    const { rps, notOk } = await load(route, seconds)
    if (notOk > 0) throw new Error(`${route}: ${notOk} answers were not 200`)
    results.get(route)?.push(rps)
    return rps
  }
  const ratios: number[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    const [before, first, second, after] = [
      await measure('hello', PAIR_SECONDS),
      await measure('memory', PAIR_SECONDS),
      await measure('memory', PAIR_SECONDS),
      await measure('hello', PAIR_SECONDS),
    ]
    ratios.push((first + second) / (before + after))
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const route of routes.slice(2)) await measure(route, SECONDS)
  }
  const of = (route: string): number => Math.round(median(results.get(route) ?? []))
  const ratio = median(ratios)
  for (const route of routes) print(`${route.padEnd(16)} ${String(of(route)).padStart(7)} requests/s`)
  return {
    hello_rps: of('hello'),
    memory_hit_rps: of('memory'),
    colo_hit_rps: of('colo'),
    memory_hit_ratio: Number(ratio.toFixed(3)),
    peers: {
      http_front_rps: of('item'),
      caches_default_rps: of('caches-default'),
      hono_cache_rps: of('hono-cache'),
    } as Record<string, number>,
  }
}

function ratios(print: (line: string) => void, peers: Record<string, number>) {
  const zipf = zipfTrace(TRACE)
  const scanned = withScans(zipf, SCANS)
  const of = (name: PolicyName, trace: readonly string[]): number =>
    Number(hitRatio(trace, policies[name](CAPACITY)).toFixed(4))
  const found: Record<string, number> = { ...peers }
  for (const name of ['lru', 'w-tinylfu', 'fifo'] as const) {
    found[`${name}_zipf`] = of(name, zipf)
    found[`${name}_scan`] = of(name, scanned)
  }
  const own = { hit_ratio_zipf: of('s3-fifo', zipf), hit_ratio_scan: of('s3-fifo', scanned) }
  print(`hit ratio: zipf ${own.hit_ratio_zipf}, with scans ${own.hit_ratio_scan}`)
  for (const [name, value] of Object.entries(found)) print(`  peer ${name}: ${value}`)
  return { ...own, peers: found }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/**
 * `npm run bench -- edge`: suggest and search on a warm cache against a bare Hono Worker, on the same runtime in the
 * same run. Rounds are interleaved and medians compared, so that a noisy machine disturbs all three alike.
 */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { bundleWorker } from '../scripts/bundle-worker.ts'
import type { NamedRun } from '../scripts/run-named.ts'
import { runLoad, type Load, type LoadResult } from './edge/load.ts'
import { prefixes, queries } from './edge/requests.ts'
import { startEdge } from './edge/start.ts'
import { serve } from './edge/workerd.ts'
import { checkPersonal, visitorsWithHistory } from './edge/visitors.ts'

const ROUNDS = 7
const SECONDS = 2
const CONNECTIONS = 16
const VISITORS = 20
/**
 * In turn: so many that what the isolate was lent of one is over when their next request comes, and so few that no object
 * is evicted in between.
 */
const MANY_VISITORS = 1_900
const PORTS = { edge: 18_787, hello: 18_788 }
export const run: NamedRun = async (_args, print) => {
  const edge = await startEdge(PORTS.edge)
  const { folder } = edge
  const helloBundle = {
    outdir: join(folder, 'hello'),
    config: 'bench/edge/hello.wrangler.jsonc',
    entry: 'hello-worker.js',
  }
  cpSync((await bundleWorker(helloBundle)).entry, join(folder, 'hello.js'))
  const hello = await serve({ folder, port: PORTS.hello, bundle: 'hello.js', bindings: {}, durableObjects: {} })
  try {
    return await measure(edge.url, print)
  } finally {
    await hello.close()
    await edge.close()
  }
}

async function measure(edge: string, print: (line: string) => void): Promise<Record<string, unknown>> {
  const visitors = await visitorsWithHistory(edge, VISITORS)
  const many = await visitorsWithHistory(edge, MANY_VISITORS)
  const each = { connections: CONNECTIONS, seconds: SECONDS }
  const loads: Record<string, Load> = {
    hello: { ...each, port: PORTS.hello, paths: ['/hello'], headers: [] },
    suggest: {
      ...each,
      port: PORTS.edge,
      paths: prefixes.map((q) => `/v1/suggest?q=${encodeURIComponent(q)}`),
      headers: [],
    },
    search: { ...each, port: PORTS.edge, paths: searchPaths(), headers: visitors },
    'search (not lent)': { ...each, port: PORTS.edge, paths: repeated(searchPaths(), MANY_VISITORS), headers: many },
    'search (stranger)': { ...each, port: PORTS.edge, paths: searchPaths(), headers: [] },
  }
  for (const load of Object.values(loads)) await runLoad({ ...load, seconds: 1 })
  const results = new Map<string, LoadResult[]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, load] of Object.entries(loads)) {
      const result = await runLoad(load)
      if (result.notOk > 0) throw new Error(`${name}: ${result.notOk} answers were not 200`)
      results.set(name, [...(results.get(name) ?? []), result])
    }
  }
  await checkPersonal(edge, [...visitors, ...many.slice(-VISITORS)])
  return report(results, print)
}

const repeated = (paths: string[], times: number) =>
  Array.from({ length: times }, (_, i) => paths[i % paths.length] ?? '')

const searchPaths = () => queries.map((q) => `/v1/search?q=${encodeURIComponent(q)}`)

function report(results: Map<string, LoadResult[]>, print: (line: string) => void): Record<string, unknown> {
  const of = (name: string, key: keyof LoadResult) => median((results.get(name) ?? []).map((result) => result[key]))
  const ratio = (name: string) =>
    median(
      (results.get(name) ?? []).map((result, round) => result.rps / (results.get('hello')?.[round]?.rps ?? Number.NaN)),
    )
  print(`${ROUNDS} interleaved rounds of ${SECONDS} s, ${CONNECTIONS} connections, medians:`)
  for (const name of results.keys()) {
    const figures = [
      of(name, 'rps').toFixed(0),
      of(name, 'p50Ms').toFixed(2),
      of(name, 'p99Ms').toFixed(2),
      ratio(name).toFixed(2),
    ]
    const [rps, p50, p99, share] = figures
    print(`${name.padEnd(18)} ${rps?.padStart(7)} requests/s   p50 ${p50} ms   p99 ${p99} ms   ${share} of hello`)
  }
  return {
    hello_rps: Math.round(of('hello', 'rps')),
    suggest_rps: Math.round(of('suggest', 'rps')),
    search_rps: Math.round(of('search', 'rps')),
    suggest_ratio: Number(ratio('suggest').toFixed(3)),
    search_ratio: Number(ratio('search').toFixed(3)),
    suggest_p99_ms: Number(of('suggest', 'p99Ms').toFixed(3)),
    search_p99_ms: Number(of('search', 'p99Ms').toFixed(3)),
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

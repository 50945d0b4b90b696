/**
 * What a visitor's session costs on the running edge: the detour to the visitor's object in a search, and how many
 * events a second reach the objects of many visitors.
 */
import { runLoad, type Load, type LoadResult } from '../edge/load.ts'
import { queries } from '../edge/requests.ts'
import { startEdge } from '../edge/start.ts'
import { visitorsWithHistory } from '../edge/visitors.ts'

const PORT = 18_790
const ROUNDS = 7
const VISITORS = 100
/**
 * Who searches: on one connection more than half a second goes by until one of them comes again, so every search asks the
 * visitor's object and none is answered with what was lent (docs/decisions/064).
 */
const SEARCHERS = 1_500
const BATCH = 10
const CONNECTIONS = 16

export type SessionTimes = { rpcP50Ms: number; knownP50Ms: number; strangerP50Ms: number; eventsPerSecond: number }

export async function sessionTimes(): Promise<SessionTimes> {
  const edge = await startEdge(PORT)
  try {
    const visitors = await visitorsWithHistory(edge.url, VISITORS)
    const rounds = await searchRounds(await visitorsWithHistory(edge.url, SEARCHERS))
    const request = eventRequests(visitors, await pages(edge.url))
    const events: Load = { port: PORT, seconds: 3, connections: CONNECTIONS, request }
    await runLoad({ ...events, seconds: 1 })
    const batches = await runLoad(events)
    if (batches.notOk > 0) throw new Error(`${batches.notOk} batches of events were not accepted`)
    return { ...rounds, eventsPerSecond: batches.rps * BATCH }
  } finally {
    await edge.close()
  }
}

/** One connection, so that nothing waits in line, and rounds in turn, so that a noisy machine disturbs both alike. */
async function searchRounds(visitors: string[][]): Promise<Omit<SessionTimes, 'eventsPerSecond'>> {
  const paths = Array.from(visitors, (_, i) => `/v1/search?q=${encodeURIComponent(queries[i % queries.length] ?? '')}`)
  const search = async (headers: string[][]): Promise<LoadResult> => {
    const result = await runLoad({ port: PORT, paths, headers, connections: 1, seconds: 1 })
    if (result.notOk > 0) throw new Error(`${result.notOk} searches were not answered`)
    return result
  }
  await search(visitors)
  await search([])
  const known: number[] = []
  const stranger: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    known.push((await search(visitors)).p50Ms)
    stranger.push((await search([])).p50Ms)
  }
  const rpcP50Ms = median(known.map((ms, round) => ms - (stranger[round] ?? Number.NaN)))
  return { rpcP50Ms, knownP50Ms: median(known), strangerP50Ms: median(stranger) }
}

/** The items of each query's first page. */
async function pages(edge: string): Promise<string[][]> {
  return Promise.all(
    queries.map(async (q) => {
      const found = await fetch(`${edge}/v1/search?q=${encodeURIComponent(q)}&limit=${BATCH}`)
      const { results }: { results: { id: string }[] } = JSON.parse(await found.text())
      return results.map((item) => item.id)
    }),
  )
}

/** One visitor after another clicks a page's items, every event under an id of its own: the same id would count once. */
function eventRequests(visitors: string[][], clicked: string[][]): () => Buffer {
  let sent = 0
  const run = Date.now().toString(36)
  const full = clicked.filter((ids) => ids.length === BATCH)
  return () => {
    const batch = sent++
    const items = full[batch % full.length] ?? []
    const events = items.map((item, at) => ({ id: `bench-${run}-${batch}-${at}`, type: 'clicked', item }))
    const body = JSON.stringify({ events })
    const head = ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]
    const visitor = visitors[batch % visitors.length] ?? []
    return Buffer.from(['POST /v1/events HTTP/1.1', 'host: 127.0.0.1', ...visitor, ...head, '', body].join('\r\n'))
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

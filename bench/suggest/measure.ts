import { buildSuggestIndex } from '#core/suggest/build'
import type { Completion } from '#core/suggest/completion'
import { lookup, type Suggestion } from '#core/suggest/lookup'
import { openSuggestIndex, type SuggestIndex } from '#core/suggest/open'
import { bytesInUse } from './memory.ts'
import type { shareOfBest } from './best-by-weight.ts'
import type { Peer } from './peers.ts'
import { drawQueries, type Queries } from './queries.ts'
import { quantiles, round, type Quantiles } from './timing.ts'

export type Measured = {
  completions: number
  bytes_per_completion: number
  ready_ms: number
  prefix_p50_us: number
  prefix_p99_us: number
  words_p99_us: number
  fuzzy_p99_us: number
}

const ROUNDS = 5
const OPENS = 11

export type Ours = {
  row: Measured
  /** Mean share of the ten heaviest that truly begin as typed (best-by-weight.ts). */
  best: number
  queries: Queries
  typed: Quantiles
  meanOf: (queries: readonly string[]) => Promise<number>
}

type ShareOfBest = ReturnType<typeof shareOfBest>

export async function measureOurs(set: readonly Completion[], random: () => number, share: ShareOfBest): Promise<Ours> {
  const file = buildSuggestIndex(set)
  const { index, ready } = open(file)
  const ask = (query: string): Suggestion[] => lookup(index, query, { limit: 10 })
  const queries = drawQueries(set, random, (typed) => {
    const answer = ask(typed)
    return answer.length === 10 && answer.every(({ match }) => match === 'exact' || match === 'prefix')
  })
  const prefix = await quantiles(queries.prefix, ask, ROUNDS)
  const row = {
    completions: index.completions,
    bytes_per_completion: round(file.byteLength / index.completions),
    ready_ms: ready,
    prefix_p50_us: prefix.p50,
    prefix_p99_us: prefix.p99,
    words_p99_us: (await quantiles(queries.words, ask, ROUNDS)).p99,
    fuzzy_p99_us: (await quantiles(queries.fuzzy, ask, ROUNDS)).p99,
  }
  const meanOf = async (some: readonly string[]): Promise<number> => (await quantiles(some, ask, ROUNDS)).mean
  const best = meanShare(
    share,
    queries.prefix,
    queries.prefix.map((query) => ask(query).map(({ text }) => text)),
  )
  return { row, best, queries, typed: await quantiles(queries.typed, ask, ROUNDS), meanOf }
}

function meanShare(share: ShareOfBest, queries: readonly string[], answers: readonly string[][]): number {
  const shares = queries.flatMap((query, at) => share(query, answers[at] ?? []) ?? [])
  return round(shares.reduce((sum, each) => sum + each, 0) / shares.length)
}

/** The median of several opens, each of bytes that just arrived. */
function open(file: Uint8Array): { index: SuggestIndex; ready: number } {
  const times: number[] = []
  let index: SuggestIndex | undefined
  for (let time = 0; time < OPENS; time++) {
    const { buffer } = file.slice()
    const start = performance.now()
    const opened = openSuggestIndex(buffer)
    times.push(performance.now() - start)
    if (opened.outcome === 'refused') throw new Error(opened.reason)
    index = opened.index
  }
  if (index === undefined) throw new Error('nothing was opened')
  return { index, ready: round(times.sort((a, b) => a - b)[OPENS >> 1] ?? 0) }
}

export type MeasuredPeer = Measured & { speedup: number; size_ratio: number; clickable: number }

/**
 * The same set, queries and k. Ready means built: none of them opens a file without rebuilding objects. `speedup` is of
 * the mean over the typed beginnings that it was asked.
 */
export async function measurePeer(
  peer: Peer,
  texts: readonly string[],
  { ours, share }: { ours: Ours; share: ShareOfBest },
): Promise<{ row: MeasuredPeer; best: number }> {
  const { queries } = ours
  const before = bytesInUse()
  const start = performance.now()
  const ask = await peer.build(texts)
  const ready = performance.now() - start
  const bytes = bytesInUse() - before
  const every = (list: readonly string[]): string[] => sample(list, peer.queries)
  const prefix = await quantiles(every(queries.prefix), (query) => ask(query, false), 1)
  const words = await quantiles(every(queries.words), (query) => ask(query, false), 1)
  const fuzzy = await quantiles(every(queries.fuzzy), (query) => ask(query, true), 1)
  const known = new Set(texts.map((text) => text.toLowerCase()))
  const answers = await Promise.all(every(queries.prefix).map(async (query) => ask(query, false)))
  const shown = answers.flat()
  const row = {
    completions: texts.length,
    bytes_per_completion: round(bytes / texts.length),
    ready_ms: round(ready),
    prefix_p50_us: prefix.p50,
    prefix_p99_us: prefix.p99,
    words_p99_us: words.p99,
    fuzzy_p99_us: fuzzy.p99,
    speedup: round(prefix.mean / (await ours.meanOf(every(queries.prefix)))),
    size_ratio: round(bytes / texts.length / ours.row.bytes_per_completion),
    clickable: round(shown.filter((text) => known.has(text.toLowerCase())).length / Math.max(shown.length, 1)),
  }
  return { row, best: meanShare(share, every(queries.prefix), answers) }
}

/** Evenly spread, so that the worst cases at the end stay in. */
function sample(list: readonly string[], size: number): string[] {
  const step = Math.max(1, (list.length - 1) / (size - 1))
  return Array.from({ length: Math.min(size, list.length) }, (_, at) => list[Math.round(at * step)] ?? '')
}

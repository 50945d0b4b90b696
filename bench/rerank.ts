import { extractList } from '#core/rank/features/extract'
import type { ListRequest } from '#core/rank/features/list'
import { reasonsOf } from '#core/rank/features/reasons'
import { COLUMN, featureTable } from '#core/rank/features/table'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import { DEFAULT_RULES, trainLambdaMart } from '#core/rank/train/lambdamart'
import { datasetOf } from '#core/rank/train/lists-dataset'
import { replayLog, type ReplayedLog } from '#core/rank/train/replay-log'
import { seededRandom } from '#core/rank/train/seeded-random'
import { openModel, packModel } from '#core/rank/trees/codec'
import { addContributions } from '#core/rank/trees/contributions'
import { scoreRows } from '#core/rank/trees/evaluate'
import { reduce } from '#core/session/reduce'
import { emptyState } from '#core/session/state'
import type { NamedRun } from '../scripts/run-named.ts'
import { movieLog } from './rerank/movie-log.ts'
import { sessionTimes } from './rerank/sessions.ts'
import { timings } from './rerank/timings.ts'

const CANDIDATES = 200
/** Results of one page: what `explain=true` has to give reasons for. */
const PAGE = 24
const TREES = 129
const NOW = 1_800_000_000_000

/** What Metarank publishes for 200 items and its own model, asked over the network. */
const METARANK_P50_MS = 15

/**
 * `npm run bench -- rerank`: every stage of re-ranking 200 candidates, for a visitor with 40 touches, on one core; then
 * what a session costs on the running edge.
 */
export const run: NamedRun = async (_args, print) => {
  const stages = stageTimes(print)
  const sessions = await sessionTimes()
  print(
    `search p50 on one connection: ${ms(sessions.knownP50Ms)} ms with history, ${ms(sessions.strangerP50Ms)} ms without; ` +
      `session_rpc_p50_ms is the difference, the visitor's token and affinities included`,
  )
  return {
    ...stages,
    session_rpc_p50_ms: ms(sessions.rpcP50Ms),
    record_events_per_s: Math.round(sessions.eventsPerSecond),
  }
}

function stageTimes(print: (line: string) => void) {
  const log = movieLog()
  const replayed = replayLog(log.events)
  const rules = { ...DEFAULT_RULES, trees: TREES, leaves: 31 }
  const trained = trainLambdaMart(datasetOf(replayed.schema, replayed.lists), { rules, random: seededRandom(1) })
  const model = openModel(packModel(trained.model))
  const request = requestOf(replayed, log.ids)
  const { knowledge } = replayed.replay
  const table = featureTable(replayed.schema)
  const list = extractList(knowledge, request)
  const scores = new Float64Array(CANDIDATES)
  const order = new Uint16Array(CANDIDATES)
  // From retrieval order every time: a list that is in order already would sort faster than any that is served.
  const sort = () => {
    for (let place = 0; place < CANDIDATES; place += 1) order[place] = place
    order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  }
  const rows = { values: list.rows, count: CANDIDATES, stride: list.width }

  const features = timings(() => void extractList(knowledge, request))
  const prior = timings(() => {
    for (let place = 0; place < CANDIDATES; place += 1)
      scores[place] = list.rows[place * list.width + COLUMN.session_score] ?? 0
    sort()
  })
  const trees = timings(() => {
    scoreRows(model, rows, scores)
    sort()
  })
  const explain = timings(() => {
    for (let place = 0; place < PAGE; place += 1) {
      const contributions = new Float64Array(list.width)
      addContributions(model, list.rows.subarray(place * list.width, (place + 1) * list.width), contributions)
      reasonsOf(contributions, table, 3)
    }
  })
  const whole = timings(() => {
    const extracted = extractList(knowledge, request)
    scoreRows(model, { values: extracted.rows, count: CANDIDATES, stride: extracted.width }, scores)
    sort()
  })
  print(
    `${list.width} features, ${model.treeCount} trees; features, trees and sort together: p50 ${ms(whole.p50)} p99 ${ms(whole.p99)} ms`,
  )
  print(`Metarank's published p50 for ${CANDIDATES} items, over the network: ${METARANK_P50_MS} ms`)
  return {
    candidates: CANDIDATES,
    prior_p99_ms: ms(prior.p99),
    model_p50_ms: ms(trees.p50),
    model_p99_ms: ms(trees.p99),
    explain_p99_ms: ms(explain.p99),
    feature_p99_ms: ms(features.p99),
    model_bytes: model.buffer.byteLength,
  }
}

const ms = (value: number) => Math.round(value * 1_000) / 1_000

/** A visitor who touched 40 items, some of them among the candidates. */
function requestOf({ replay }: ReplayedLog, ids: string[]): ListRequest {
  const { store } = replay.knowledge
  const now = NOW + 60_000
  let state = emptyState
  for (let step = 0; step < 40; step += 1) {
    const { id, traits } = store.get(ids[step * 31] ?? '', NOW)
    const position = step % 3 === 0 ? step : undefined
    const at = NOW + step * 1_000
    state = reduce(state, { id: `touch-${step}`, type: 'clicked', item: id, at, position, ...traits }, now)
  }
  const candidates = Array.from({ length: CANDIDATES }, (_, place) => ({
    item: store.get(ids[place * 15] ?? '', NOW),
    given: [20 - place / 10],
  }))
  const session = sessionMemory(store, state, { now, whole: false })
  const visitor = visitorMemory(store, state, now)
  return { now, candidates, session, visitor, query: 'comedy', hour: 12, device: 1 }
}

import type { NamedRun } from '../scripts/run-named.ts'
import { sessionTimes } from './rerank/sessions.ts'
import { CANDIDATES, trainedSite } from './rerank/site.ts'
import { stageTimes } from './rerank/stages.ts'

/** What Metarank publishes for 200 items and its own model, asked over the network. */
const METARANK_P50_MS = 15

/**
 * `npm run bench -- rerank`: re-ranking 200 candidates, for a visitor with 40 touches, on one core; then what a session
 * costs on the running edge. `model_*` is everything between a visitor's state and a page: features, 129 trees, rules,
 * variety, exploration and pins. `prior_p99_ms` is the same with counted clicks and affinities in the model's place, and
 * `explain_p99_ms` the same with reasons for the whole page.
 */
export const run: NamedRun = async (_args, print) => {
  const site = trainedSite()
  const [head] = site.model.heads
  if (head === undefined) throw new Error('The model has no head.')
  const stages = stageTimes(site)
  print(`${site.model.table.length} features, ${head.model.treeCount} trees, ${CANDIDATES} candidates`)
  for (const [name, { p50, p99, pooled, quietest }] of Object.entries(stages)) {
    const least = `quietest round ${ms(quietest.p50)} and ${ms(quietest.p99)} ms`
    print(`${name}: p50 ${ms(p50)} ms, p99 ${ms(p99)} ms; p99 of all runs ${ms(pooled)} ms; ${least}`)
  }
  print(`Metarank's published p50 for ${CANDIDATES} items, over the network: ${METARANK_P50_MS} ms`)
  const sessions = await sessionTimes()
  print(
    `search p50 on one connection: ${ms(sessions.knownP50Ms)} ms with history, ${ms(sessions.strangerP50Ms)} ms without; ` +
      `session_rpc_p50_ms is the difference, the visitor's token and affinities included`,
  )
  return {
    candidates: CANDIDATES,
    prior_p99_ms: ms(stages.prior.p99),
    model_p50_ms: ms(stages.model.p50),
    model_p99_ms: ms(stages.model.p99),
    explain_p99_ms: ms(stages.explained.p99),
    feature_p99_ms: ms(stages.features.p99),
    model_bytes: head.model.buffer.byteLength,
    session_rpc_p50_ms: ms(sessions.rpcP50Ms),
    record_events_per_s: Math.round(sessions.eventsPerSecond),
  }
}

const ms = (value: number) => Math.round(value * 1_000) / 1_000

/**
 * A list scored by a published model: the same columns that training stored, with every place alike, through every head;
 * the heads' probabilities times their weights are what an item is worth. Worth is spread over 0 to 1 within the list, the
 * scale on which rules, variety and exploration move items. A model that was never told the match gets it added.
 */
import type { Hit } from '#core/contract/retrieval'
import type { ListBase } from '#core/rank/candidates'
import type { OwnScores } from '#core/rank/explain'
import { GIVEN } from '#core/rank/features/catalogue-fields'
import { extractList } from '#core/rank/features/extract'
import { reusedMemory, type ListMemory } from '#core/rank/features/list-memory'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import type { SessionNeighbours } from '#core/rank/features/session-neighbours'
import { explainModel } from '#core/rank/learned/explain-model'
import { listItems } from '#core/rank/learned/list-items'
import type { ScoredByModel } from '#core/rank/learned/scored-by-model'
import type { ServedModel } from '#core/rank/learned/served-model'
import { scoreHeads } from '#core/rank/train/heads'
import { emptyState, type SessionState } from '#core/session/state'

/** What a request says of its moment; the hour is the visitor's, the device a class (features/context.ts). */
export type Moment = { now: number; query: string; hour: number; device: number }

/** The place that every candidate counts as: the top, where nothing is overlooked. */
const PLACE = 0

/** One request after another, and nothing is kept of a list but its scores. */
const memory = reusedMemory()

/** `neighbours` of what the visitor touched, when they could be had. */
type Asked = { state: SessionState; moment: Moment; neighbours: SessionNeighbours | undefined }

/** Counts the lists that were scored into the reused memory: the columns there are of the last. A number, and not that list, which would keep its visitor's state. */
let lists = 0

/** The order that everyone gets at this hour on such a device. */
export function modelBase(model: ServedModel, hits: readonly Hit[], moment: Moment): ListBase {
  const asked = { state: emptyState, moment, neighbours: undefined }
  const scored = scoreByModel(model, hits, asked, memory)
  return { scores: scored.scores, explain: explaining(model, hits, { asked, scored }) }
}

export function modelOwn(
  model: ServedModel,
  hits: readonly Hit[],
  { base, ...asked }: Asked & { base: ListBase },
): OwnScores {
  const scored = scoreByModel(model, hits, asked, memory)
  return {
    scores: scored.scores,
    added: scored.scores.map((score, at) => score - base.scores[at]!),
    explain: explaining(model, hits, { asked, scored }),
  }
}

/**
 * Reasons need the columns. A page is mostly explained right after its list was scored, when they are there; else whoever
 * asks for the first reason has the list scored again, into memory of its own.
 */
function explaining(
  model: ServedModel,
  hits: readonly Hit[],
  { asked, scored }: { asked: Asked; scored: ScoredByModel },
): ListBase['explain'] {
  const list = ++lists
  let again: ScoredByModel | undefined
  return (candidate) => {
    const known = list === lists ? scored : (again ??= scoreByModel(model, hits, asked))
    return explainModel(model, hits[candidate]!, { scored: known, candidate })
  }
}

function scoreByModel(
  model: ServedModel,
  hits: readonly Hit[],
  { state, moment, neighbours }: Asked,
  listMemory?: ListMemory,
): ScoredByModel {
  const { knowledge, heads } = model
  const { store } = knowledge
  const { given } = store.schema
  const { candidates, matches } = listItems(knowledge, hits, moment.now)
  const request = {
    ...moment,
    candidates,
    neighbours,
    session: sessionMemory(store, state, { now: moment.now, whole: false }),
    visitor: visitorMemory(store, state, moment.now),
    place: PLACE,
  }
  const list = extractList(knowledge, request, listMemory)
  const worth = new Float64Array(hits.length)
  scoreHeads(heads, { values: list.rows, count: hits.length, stride: list.width }, worth)
  const least = worth.reduce((min, each) => Math.min(min, each), Infinity)
  const spread = worth.reduce((max, each) => Math.max(max, each), -Infinity) - least
  const knowsMatch = given.includes(GIVEN[0]!)
  const scores = worth.map((each, at) => (spread > 0 ? (each - least) / spread : 0) + (knowsMatch ? 0 : matches[at]!))
  return { list, state, scores, spread, matches, knowsMatch }
}

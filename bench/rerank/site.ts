import type { Hit } from '#core/contract/retrieval'
import type { Rule } from '#core/contract/rules'
import type { Knowledge } from '#core/rank/features/knowledge'
import { DEFAULT_RULES, trainLambdaMart } from '#core/rank/train/lambdamart'
import { datasetOf } from '#core/rank/train/lists-dataset'
import { replayLog } from '#core/rank/train/replay-log'
import { seededRandom } from '#core/rank/train/seeded-random'
import { featureTable, type Feature } from '#core/rank/features/table'
import { openModel, packModel, type PackedModel } from '#core/rank/trees/codec'
import { affinityIndex, type AffinityIndex } from '#core/rank/session-affinity'
import { featuresOf } from '#core/session/features'
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionState } from '#core/session/state'
import { movieLog } from './movie-log.ts'

export const CANDIDATES = 200
export const NOW = 1_800_000_000_000
const TREES = 129

/** A site whose model is trained, a visitor of it who touched 40 items, and the candidates to rank for them. */
export type Site = {
  knowledge: Knowledge
  table: Feature[]
  model: PackedModel
  state: SessionState
  affinities: AffinityIndex
  hits: Hit[]
  rules: Rule[]
}

export function trainedSite(): Site {
  const { events, ids } = movieLog()
  const { schema, replay, lists } = replayLog(events)
  const rules = { ...DEFAULT_RULES, trees: TREES, leaves: 31 }
  const trained = trainLambdaMart(datasetOf(schema, lists), { rules, random: seededRandom(1) })
  const { knowledge } = replay
  const hits = Array.from({ length: CANDIDATES }, (_, place) => hitOf(knowledge, ids[place * 15] ?? '', place))
  const state = visitorState(knowledge, ids)
  const facets = FACETS.map((name) => ({ name, label: name, affinity: 1 }))
  return {
    knowledge,
    table: featureTable(schema),
    model: openModel(packModel(trained.model)),
    state,
    affinities: affinityIndex(featuresOf(state, NOW).affinities, facets),
    hits,
    rules: rulesOver(hits),
  }
}

const FACETS = ['Major Genre', 'Director', 'MPAA Rating', 'Creative Type', 'Distributor']

function hitOf({ store }: Knowledge, id: string, place: number): Hit {
  const { traits } = store.get(id, NOW)
  const facets = Object.fromEntries(FACETS.map((name) => [name, traits.facets[name] ?? []]))
  const popularity = ((place * 37) % CANDIDATES) / CANDIDATES
  const item = { id, title: id, facets, popularity, price: null, date: null, inStock: true, attributes: {} }
  return { item, score: 20 - place / 10, trials: { shown: place * 3, clicks: place % 20 } }
}

function visitorState({ store }: Knowledge, ids: readonly string[]): SessionState {
  let state = emptyState
  for (let step = 0; step < 40; step += 1) {
    const { id, traits } = store.get(ids[step * 31] ?? '', NOW)
    const position = step % 3 === 0 ? step : undefined
    const at = NOW - 60_000 + step * 1_000
    state = reduce(state, { id: `touch-${step}`, type: 'clicked', item: id, at, position, ...traits }, NOW)
  }
  return state
}

/** One of each kind. */
function rulesOver(hits: readonly Hit[]): Rule[] {
  const id = (place: number) => hits[place]?.item.id ?? ''
  const genre = (value: string) => ({ match: { facet: 'Major Genre', value } })
  return [
    { id: 'pin', does: 'pin', item: id(150), position: 0, when: {} },
    { id: 'pin-too', does: 'pin', item: id(90), position: 7, when: {} },
    { id: 'hide', does: 'hide', on: { items: [id(3), id(8)] }, when: {} },
    { id: 'boost', does: 'boost', on: genre('Comedy'), by: 0.2, when: {} },
    { id: 'bury', does: 'bury', on: genre('Horror'), by: 0.3, when: {} },
    { id: 'cap', does: 'cap', facet: 'Director', most: 2, when: {} },
  ]
}

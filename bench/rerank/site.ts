import type { CatalogueItem } from '#core/contract/catalogue'
import type { Hit } from '#core/contract/retrieval'
import type { Rule } from '#core/contract/rules'
import { inferSchema, type FieldValues } from '#core/rank/features/fields'
import { packKnowledge } from '#core/rank/features/knowledge-codec'
import type { SessionNeighbours } from '#core/rank/features/session-neighbours'
import { openServedModel, type ServedModel } from '#core/rank/learned/served-model'
import { affinityIndex, type AffinityIndex } from '#core/rank/session-affinity'
import { DEFAULT_RULES, trainLambdaMart } from '#core/rank/train/lambdamart'
import { datasetOf } from '#core/rank/train/lists-dataset'
import { replayLog } from '#core/rank/train/replay-log'
import { seededRandom } from '#core/rank/train/seeded-random'
import { packModel } from '#core/rank/trees/codec'
import { featuresOf } from '#core/session/features'
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionState } from '#core/session/state'
import { movieLog } from './movie-log.ts'
import { sessionIndex } from './session-index.ts'

export const CANDIDATES = 200
export const NOW = 1_800_000_000_000
const TREES = 129

/** A published model, a visitor who touched 40 items, and the candidates to rank for them. */
export type Site = {
  model: ServedModel
  state: SessionState
  neighbours: SessionNeighbours
  affinities: AffinityIndex
  hits: Hit[]
  rules: Rule[]
}

export function trainedSite(): Site {
  const { events, ids } = movieLog()
  const { schema, replay, lists } = replayLog(events)
  const rules = { ...DEFAULT_RULES, trees: TREES, leaves: 31 }
  const trained = trainLambdaMart(datasetOf(schema, lists), { rules, random: seededRandom(1) })
  const fields = new Map(events.flatMap((event) => (event.kind === 'item' ? [[event.id, event.fields]] : [])))
  const kinds = new Map(inferSchema(fields.values()).fields.map(({ name, kind }) => [name, kind]))
  const itemOf = (id: string) => catalogueItem(id, fields.get(id) ?? new Map(), kinds)
  const hits = Array.from({ length: CANDIDATES }, (_, place) => hitOf(itemOf(ids[place * 15] ?? ''), place))
  const state = visitorState(Array.from({ length: 40 }, (_, step) => itemOf(ids[step * 31] ?? '')))
  const facets = Object.keys(hits[0]?.item.facets ?? {}).map((name) => ({ name, label: name, affinity: 1 }))
  const head = { objective: 'wanted', weight: 1, calibration: { slope: 1, intercept: -2 } }
  return {
    // Through the artifacts, as the edge opens it.
    model: openServedModel({
      name: 'bench',
      heads: [{ ...head, trees: { name: '', bytes: 0, sha256: '' } }],
      trees: [packModel(trained.model)],
      knowledge: packKnowledge(replay.knowledge),
    }),
    state,
    neighbours: sessionIndex(ids, state, NOW),
    affinities: affinityIndex(featuresOf(state, NOW).affinities, facets),
    hits,
    rules: rulesOver(hits),
  }
}

function catalogueItem(id: string, fields: FieldValues, kinds: ReadonlyMap<string, string>): CatalogueItem {
  const facets: CatalogueItem['facets'] = {}
  const attributes: CatalogueItem['attributes'] = {}
  for (const [name, value] of fields) {
    const kind = kinds.get(name)
    if (kind === 'text') continue
    if (kind === 'number') attributes[name] = Number(value)
    else if (typeof value === 'string') facets[name] = [value]
  }
  return { id, title: id, facets, popularity: 0, price: null, date: null, inStock: true, attributes }
}

function hitOf(item: CatalogueItem, place: number): Hit {
  const popularity = ((place * 37) % CANDIDATES) / CANDIDATES
  return { item: { ...item, popularity }, score: 20 - place / 10, trials: { shown: place * 3, clicks: place % 20 } }
}

function visitorState(items: readonly CatalogueItem[]): SessionState {
  return items.reduce((state, { id, facets }, step) => {
    const position = step % 3 === 0 ? step : undefined
    const at = NOW - 60_000 + step * 1_000
    const touch = { id: `touch-${step}`, type: 'clicked' as const, item: id, at, position, facets, numbers: {} }
    return reduce(state, touch, NOW)
  }, emptyState)
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

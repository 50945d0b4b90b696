/** A list of 24 films, models of one split a head, and a visitor who opened three horror films and a drama. */
import type { CatalogueItem } from '#core/contract/catalogue'
import { fieldsOfItem } from '#core/rank/features/catalogue-fields'
import { inferSchema } from '#core/rank/features/fields'
import { packKnowledge } from '#core/rank/features/knowledge-codec'
import { Replay } from '#core/rank/features/replay'
import { openServedModel } from '#core/rank/learned/served-model'
import { tableNames } from '#core/rank/learned/table-names'
import { packModel } from '#core/rank/trees/codec'
import { reduce } from '#core/session/reduce'
import { emptyState } from '#core/session/state'
import { traitsOf } from '#core/session/traits'
import type { Moment } from '#core/rank/learned/model-scores'

const NOW = 1_750_000_000_000
const GENRES = ['Drama', 'Horror', 'Comedy', 'War']
export const items = Array.from({ length: 24 }, (_, n): CatalogueItem => {
  const facets = { genre: [GENRES[n % 4] ?? ''] }
  return {
    id: `film-${n}`,
    title: '',
    facets,
    popularity: n / 24,
    price: null,
    date: null,
    inStock: true,
    attributes: {},
  }
})
export const hits = items.map((item, place) => ({ item, score: 10 - place / 10 }))
export const moment: Moment = { now: NOW, query: '', hour: 12, device: 3 }
const schema = inferSchema(items.map(fieldsOfItem), ['match'])
const names = tableNames(schema)

/** Each head parts the list at a threshold of one column. */
export function modelOf(...heads: { column: string; above: number; weight: number }[]) {
  const trees = heads.map(({ column, above }) =>
    packModel({
      featureNames: names,
      averageOutput: false,
      trees: [
        {
          splitFeature: [names.indexOf(column)],
          threshold: [above],
          decisionType: [10],
          leftChild: [-1],
          rightChild: [-2],
          leafValue: [-1, 1],
          internalValue: [0],
          catBoundaries: [],
          catThreshold: [],
        },
      ],
    }),
  )
  const part = { name: '', bytes: 0, sha256: '' }
  const manifest = heads.map(({ column, weight }) => ({
    objective: column.replace(':', '-'),
    weight,
    calibration: { slope: 2, intercept: -1 },
    trees: part,
  }))
  return openServedModel({ name: 'm', heads: manifest, trees, knowledge: packKnowledge(new Replay(schema).knowledge) })
}

const touches = ['film-1', 'film-5', 'film-9', 'film-4'].map((id, step) => {
  const item = items.find((each) => each.id === id)
  if (item === undefined) throw new Error(id)
  return { id: `touch-${step}`, type: 'clicked' as const, item: id, at: NOW - 60_000 + step, ...traitsOf(item) }
})
export const state = touches.reduce((before, touch) => reduce(before, touch, NOW), emptyState)

import { expect, it } from 'vitest'
import type { CatalogueItem } from '#core/contract/catalogue'
import { fieldsOfItem } from '#core/rank/features/catalogue-fields'
import { inferSchema } from '#core/rank/features/fields'
import { openKnowledge, packKnowledge } from '#core/rank/features/knowledge-codec'
import { Replay } from '#core/rank/features/replay'
import { extractList } from '#core/rank/features/extract'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import { featureTable } from '#core/rank/features/table'
import { listItems } from '#core/rank/learned/list-items'
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionState } from '#core/session/state'
import { traitsOf } from '#core/session/traits'

const NOW = 1_750_000_000_000
const film = (n: number, brand: string): CatalogueItem => ({
  id: `film-${n}-${brand}`,
  title: '',
  facets: { brand: [brand] },
  popularity: 0.5,
  price: null,
  date: null,
  inStock: true,
  attributes: {},
})
const old = Array.from({ length: 12 }, (_, n) => film(n, ['a', 'b', 'c'][n % 3] ?? ''))
const fresh = Array.from({ length: 4 }, (_, n) => film(n, 'newbrand'))
const schema = inferSchema(old.map(fieldsOfItem), ['match'])
const replay = new Replay(schema)
for (const item of old) replay.apply({ kind: 'item', at: NOW - 1e9, id: item.id, fields: fieldsOfItem(item) })
const bytes = packKnowledge(replay.knowledge)
const hitsOf = (list: CatalogueItem[]) => list.map((item, n) => ({ item, score: 9 - n / 9 }))
const touch = (s: SessionState, item: CatalogueItem, n: number) =>
  reduce(s, { id: `t${n}`, type: 'clicked', item: item.id, at: NOW - 5_000 + n, ...traitsOf(item) }, NOW)
const state = fresh.slice(0, 3).reduce(touch, emptyState)

function column(lists: CatalogueItem[][], name: string) {
  const knowledge = openKnowledge(bytes.slice(0))
  const names = featureTable(knowledge.store.schema).map((f) => f.name)
  let out: number[] = []
  const lent = structuredClone(state) // one lease: the same decoded state for each of the page's lists
  for (const items of lists) {
    const hits = hitsOf(items)
    const { candidates } = listItems(knowledge, hits, NOW)
    const { rows, width } = extractList(knowledge, {
      now: NOW,
      query: '',
      hour: 3,
      device: 1,
      candidates,
      neighbours: undefined,
      place: 0,
      session: sessionMemory(knowledge.store, lent, { now: NOW, whole: false }),
      visitor: visitorMemory(knowledge.store, lent, NOW),
    })
    out = [...rows].filter((_, at) => at % width === names.indexOf(name))
  }
  return out
}

it('a list says the same whatever list the same lent state ranked before', () => {
  const second = [...fresh, ...old.slice(0, 3)]
  const alone = column([second], 'brand:visitor')
  const after = column([old, second], 'brand:visitor')
  expect(after).toEqual(alone)
})

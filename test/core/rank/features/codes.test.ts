/** Categories whose names are numbers are liked as those whose names are words are. */
import { expect, it } from 'vitest'
import { traitsOf } from '#core/session/traits'
import { fieldsOfItem } from '#core/rank/features/catalogue-fields'
import { openKnowledge, packKnowledge } from '#core/rank/features/knowledge-codec'
import type { LogEvent } from '#core/rank/features/log-event'
import { featureTable } from '#core/rank/features/table'
import { replayLog } from '#core/rank/train/replay-log'

const NOW = 1_750_000_000_000
const CATEGORIES = 10
const items = Array.from({ length: 60 }, (_, n) => ({ id: `i${n}`, category: n % CATEGORIES }))

/** Everybody opens something, a visitor three items of the fourth category, who then is shown one of each. */
function logNaming(name: (category: number) => unknown): LogEvent[] {
  const open = (n: number, session: string): LogEvent => ({
    kind: 'interaction',
    at: NOW + n,
    item: `i${n}`,
    type: 'viewed',
    ranking: undefined,
    user: `user of ${session}`,
    session,
  })
  const opened = [...items.map((_, n) => open(n, `other ${n}`)), ...[3, 13, 23].map((n) => open(n, 's'))]
  return [
    ...items.map(({ id, category }): LogEvent => ({
      kind: 'item',
      at: 0,
      id,
      fields: new Map([['category', name(category)]]),
    })),
    ...opened,
    {
      kind: 'ranking',
      at: NOW + 1_000,
      id: 'r',
      items: items.slice(30, 40).map(({ id }) => ({ id, fields: new Map() })),
      fields: new Map(),
      user: 'user of s',
      session: 's',
    },
  ]
}

function columnsOf(name: (category: number) => unknown) {
  const { schema, replay, lists } = replayLog(logNaming(name))
  const names = featureTable(schema).map((feature) => feature.name)
  const list = lists[0]
  const column = (wanted: string) =>
    Array.from({ length: list?.count ?? 0 }, (_, row) => list?.rows[row * names.length + names.indexOf(wanted)])
  return { replay, session: column('category:session'), visitor: column('category:visitor') }
}

it('the very tastes, whether a category is called 1051 or "cat3"', () => {
  const [coded, named] = [columnsOf((n) => 1_000 + 17 * n), columnsOf((n) => `cat${n}`)]
  expect(named.session.map((taste) => (taste ?? 0) > 0)).toEqual(items.slice(0, 10).map((_, n) => n === 3))
  expect(coded.session).toEqual(named.session)
  expect(coded.visitor).toEqual(named.visitor)
})

it('and where a catalogue has the number as a facet, its list is that one term', () => {
  const { store } = openKnowledge(packKnowledge(columnsOf((n) => 1_000 + 17 * n).replay.knowledge))
  const facets = { category: ['1051'] }
  const item = { id: 'new', title: '', facets, popularity: 0, price: null, date: null, inStock: true, attributes: {} }
  const { terms, numbers, traits } = store.declare(item.id, fieldsOfItem(item), 3_000)
  expect([...terms]).toEqual([store.termOf(0, '1051'), store.termOf(0, 'step 3')])
  expect([...numbers]).toEqual([1_051])
  expect(traits.facets).toEqual(traitsOf(item).facets)
})

/**
 * Serving and training see the same: a visitor's history goes once through the trainer's replay and once the way of the
 * edge (events with what the catalogue says, batches with the lists shown before, reduce, bounds, the row's short form,
 * knowledge as an artifact), and the vectors of the next list are compared column by column.
 */
import { describe, expect, it } from 'vitest'
import type { CatalogueItem } from '#core/contract/catalogue'
import { fieldsOfItem } from '#core/rank/features/catalogue-fields'
import { extractList } from '#core/rank/features/extract'
import { inferSchema } from '#core/rank/features/fields'
import { openKnowledge, packKnowledge } from '#core/rank/features/knowledge-codec'
import type { LogEvent } from '#core/rank/features/log-event'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import { mixOf } from '#core/rank/features/mix'
import { Replay } from '#core/rank/features/replay'
import { featureTable } from '#core/rank/features/table'
import { everyonesRates } from '#core/rank/learned/everyones-rates'
import { listItems } from '#core/rank/learned/list-items'
import { seededRandom } from '#core/rank/train/seeded-random'
import { bound } from '#core/session/bounds'
import { decodeState, encodeState } from '#core/session/codec'
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionEvent, type SessionState } from '#core/session/state'
import { traitsOf } from '#core/session/traits'

const START = 1_750_000_000_000
const MINUTE = 60_000
const random = seededRandom(3)
const pick = (count: number) => Math.floor(random() * count)
const GENRES = ['Drama', 'Horror', 'Comedy', 'War', 'Musical']

const items = Array.from({ length: 80 }, (_, n): CatalogueItem => {
  const genre = [...new Set([GENRES[pick(5)] ?? '', GENRES[pick(5)] ?? ''])]
  const date = `19${50 + pick(49)}-0${1 + pick(9)}-11`
  const facets = { genre, director: [`Director ${pick(12)}`] }
  return {
    id: `film-${n}`,
    title: '',
    facets,
    popularity: n / 80,
    price: 5 + pick(90),
    date,
    inStock: true,
    attributes: { rating: pick(100) / 10 },
  }
})
const schema = inferSchema(items.map(fieldsOfItem), ['match'])
const hitsOf = (list: CatalogueItem[]) => list.map((item, place) => ({ item, score: 9 - place / 4 }))
type List = { id: string; at: number; hits: ReturnType<typeof hitsOf>; query: string }

const ranking = ({ id, at, hits, query }: List, user: string): LogEvent => ({
  kind: 'ranking',
  at,
  id,
  items: hits.map(({ item, score }) => ({ id: item.id, fields: new Map([['match', score / 9]]) })),
  fields: new Map<string, unknown>([
    ['query', query],
    ['hour', 21],
    ['device', 'phone'],
  ]),
  user,
  session: undefined,
})

/** What several visitors see and do, one of them followed: lists, clicks in them and beside them, and a night between. */
function history() {
  const replay = new Replay(schema)
  for (const item of items) replay.apply({ kind: 'item', at: START, id: item.id, fields: fieldsOfItem(item) })
  let state: SessionState = emptyState
  let waiting: SessionEvent[] = []
  let at = START
  for (let n = 0; n < 60; n += 1) {
    at += n === 40 ? 9 * 60 * MINUTE : pick(4) * MINUTE + 1_000
    const followed = n % 3 === 0
    const user = followed ? 'followed' : `other ${n % 7}`
    const shown = Array.from({ length: 12 }, () => items[pick(80)]).filter((item) => item !== undefined)
    const list: List = { id: `list-${n}`, at, hits: hitsOf([...new Set(shown)]), query: n % 2 === 0 ? 'night' : '' }
    const rates = everyonesRates(replay.knowledge, list.hits, { query: list.query, now: at })
    const mix = mixOf(list.hits.map(({ item }, place) => ({ facets: item.facets, weight: rates[place] ?? 0 })))
    replay.apply(ranking(list, user))
    const ids = list.hits.map(({ item }) => item.id)
    if (followed) waiting.push({ id: `shown-${n}`, type: 'shown', at, search: '', items: ids, mix })
    // Now and then nothing is done, so that a list is reported later, and now and then something outside the list.
    const [from, position] = n % 4 === 3 ? [items, undefined] : [list.hits.map(({ item }) => item), pick(ids.length)]
    const item = from[position ?? pick(from.length)]
    if (n % 6 === 0 || item === undefined) continue
    at += 5_000
    const deed = {
      kind: 'interaction',
      at,
      item: item.id,
      type: 'clicked',
      ranking: position === undefined ? undefined : list.id,
    } as const
    replay.apply({ ...deed, user, session: undefined })
    if (!followed) continue
    const inList = ids.indexOf(item.id)
    const place = inList === -1 ? undefined : inList
    const event: SessionEvent = {
      id: `deed-${n}`,
      type: 'clicked',
      item: item.id,
      at,
      position: place,
      ...traitsOf(item),
    }
    const now = at
    state = bound([...waiting, event].reduce((before, each) => reduce(before, each, now), state))
    waiting = []
  }
  const next: List = { id: 'next', at: at + MINUTE, hits: hitsOf(items.filter((_, n) => n % 3 === 0)), query: 'night' }
  return { replay, state, next }
}

describe('a served list', () => {
  const { replay, state, next } = history()
  const knowledge = openKnowledge(packKnowledge(replay.knowledge))
  const trained = replay.apply(ranking(next, 'followed'))?.rows ?? new Float32Array(0)
  const serve = (served: SessionState) => {
    const { store } = knowledge
    return extractList(knowledge, {
      now: next.at,
      query: next.query,
      hour: 21,
      device: 1,
      candidates: listItems(knowledge, next.hits, next.at).items.map((item, place) => ({
        item,
        given: [(next.hits[place]?.score ?? 0) / 9],
      })),
      session: sessionMemory(store, served, { now: next.at, whole: false }),
      visitor: visitorMemory(store, served, next.at),
    }).rows
  }
  const names = featureTable(schema).map(({ name }) => name)
  const columns = (rows: Float32Array) =>
    Object.fromEntries(names.map((name, column) => [name, [...rows].filter((_, at) => at % names.length === column)]))

  it('is not empty where it should say something', () => {
    const { touch_rank, passed_over, visitor_touches, ...rest } = columns(trained)
    expect(touch_rank?.some((rank) => rank > 0)).toBe(true)
    expect(passed_over?.some((times) => times > 0)).toBe(true)
    expect(visitor_touches?.[0]).toBeGreaterThan(8)
    for (const name of [
      'genre:session',
      'genre:visitor',
      'director:visitor',
      'neighbour',
      'price:level',
      'query_lift',
    ]) {
      expect([name, rest[name]?.some((value) => value !== 0 && !Number.isNaN(value))]).toEqual([name, true])
    }
  })

  it('has the very columns that training stores', () => {
    expect(columns(serve(state))).toEqual(columns(trained))
  })

  it("and through the object's row and back, to four digits of every count", () => {
    const travelled = decodeState(JSON.parse(JSON.stringify(encodeState(state))))
    const [served, stored] = [columns(serve(travelled)), columns(trained)]
    for (const name of names) {
      for (const [row, value] of (stored[name] ?? []).entries()) {
        const other = served[name]?.[row] ?? Number.NaN
        // Ranks follow scores: a tie within rounding may fall the other way.
        const slack = name.endsWith('_rank') ? 1 : 0.002 * Math.max(1, Math.abs(value))
        expect([name, row, Object.is(other, value) || Math.abs(other - value) <= slack]).toEqual([name, row, true])
      }
    }
  })
})

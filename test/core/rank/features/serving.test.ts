/**
 * Serving and training see the same: a visitor's history goes once through the trainer's replay and once the way of the
 * edge (events with what the catalogue says, batches with the lists shown before, reduce, bounds, the row's short form,
 * knowledge as an artifact, neighbours from the log through the job's published index), and the vectors of the next list
 * are compared column by column.
 */
import { describe, expect, it } from 'vitest'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { CatalogueItem } from '#core/contract/catalogue'
import { neighbourManifest } from '#core/contract/neighbour-manifest'
import { parseReply } from '#core/contract/parse'
import { fieldsOfItem } from '#core/rank/features/catalogue-fields'
import { extractList } from '#core/rank/features/extract'
import { inferSchema } from '#core/rank/features/fields'
import { openKnowledge, packKnowledge } from '#core/rank/features/knowledge-codec'
import type { LogEvent } from '#core/rank/features/log-event'
import { sessionMemory, touchedIds, visitorMemory } from '#core/rank/features/memory'
import { mixOf } from '#core/rank/features/mix'
import { Replay } from '#core/rank/features/replay'
import { votersOf, type SessionNeighbours } from '#core/rank/features/session-neighbours'
import { featureTable } from '#core/rank/features/table'
import { openDirectory, shardOf } from '#core/rank/knn/directory'
import type { Deed } from '#core/rank/knn/sessions'
import { openShard } from '#core/rank/knn/shard'
import { everyonesRates } from '#core/rank/learned/everyones-rates'
import { listItems } from '#core/rank/learned/list-items'
import { seededRandom } from '#core/rank/train/seeded-random'
import { bound } from '#core/session/bounds'
import { decodeState, encodeState } from '#core/session/codec'
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionEvent, type SessionState } from '#core/session/state'
import { traitsOf } from '#core/session/traits'
import { artifactStore } from '../../../../origin/artifacts/artifact-store.ts'
import { buildNeighbours } from '../../../../origin/jobs/build-neighbours.ts'
import { sqliteEventLog } from '../../../../origin/log/sqlite-event-log.ts'
import { memoryDatabase } from '../../../origin/memory-database.ts'
import { tempFolder } from '../../../origin/temp-folder.ts'

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
type Interaction = Extract<LogEvent, { kind: 'interaction' }>
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
  const deeds: Deed[] = []
  const did = (event: Interaction) => {
    replay.apply(event)
    deeds.push({ visitor: event.user ?? '', item: event.item, at: event.at })
  }
  let state: SessionState = emptyState
  let waiting: SessionEvent[] = []
  let at = START
  at = crowd({ from: 0, to: 60, at, did })
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
    did({ ...deed, user, session: undefined })
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
  // So many that the replay builds its index anew for the next list, as the job does.
  at = crowd({ from: 60, to: 80, at, did })
  const next: List = { id: 'next', at: at + MINUTE, hits: hitsOf(items.filter((_, n) => n % 3 === 0)), query: 'night' }
  return { replay, state, next, deeds }
}

type Crowd = { from: number; to: number; at: number; did: (event: Interaction) => void }

/** Visitors who each open four films that stand near each other, outside any list. @returns when the last one did */
function crowd({ from, to, at, did }: Crowd): number {
  for (let visitor = from; visitor < to; visitor += 1) {
    for (let step = 0; step < 4; step += 1) {
      const item = items[(visitor + 7 * step * (1 + (visitor % 3))) % 80]?.id ?? ''
      const who = { user: `crowd ${visitor}`, session: undefined }
      did({ kind: 'interaction', at: (at += 500), item, type: 'viewed', ranking: undefined, ...who })
    }
  }
  return at
}

/** The index that the job publishes of these deeds, opened by the names that its manifest says. */
async function published(deeds: readonly Deed[], touched: readonly string[]): Promise<SessionNeighbours> {
  const database = memoryDatabase()
  const now = () => START
  const log = sqliteEventLog(database, now)
  await log.append({ events: deeds.map((deed, n) => ({ ...deed, id: `deed-${n}`, type: 'viewed' })), erased: [] })
  const artifacts = artifactStore(database, tempFolder())
  const known = new Map(items.map((item) => [item.id, item]))
  const catalogue = { get: async (ids: readonly string[]) => ids.flatMap((id) => known.get(id) ?? []) }
  await buildNeighbours({ log, artifacts, now, catalogue })
  const read = async (name: string) => (await artifacts.read(name)) ?? new Uint8Array()
  const { neighbours } = await artifacts.pointers()
  const json: unknown = JSON.parse(new TextDecoder().decode(await read(neighbours?.name ?? '')))
  const manifest = parseReply(neighbourManifest, json)
  const bytes = async ({ name }: ArtifactRef) => Uint8Array.from(await read(name)).buffer
  const directory = openDirectory(await bytes(manifest.directory))
  const shards = await Promise.all(manifest.shards.map(async (ref) => openShard(await bytes(ref))))
  return { directory, voters: votersOf(directory, touched), shardFor: (item) => shards[shardOf(directory, item)] }
}

describe('a served list', () => {
  const { replay, state, next, deeds } = history()
  const knowledge = openKnowledge(packKnowledge(replay.knowledge))
  const trained = replay.apply(ranking(next, 'followed'))?.rows ?? new Float32Array(0)
  const serve = async (served: SessionState) => {
    const neighbours = await published(deeds, touchedIds(served, { now: next.at, whole: false }))
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
      neighbours,
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

  it('has the very columns that training stores', async () => {
    expect(columns(await serve(state))).toEqual(columns(trained))
  })

  it("and through the object's row and back, to four digits of every count", async () => {
    const travelled = decodeState(JSON.parse(JSON.stringify(encodeState(state))))
    const [served, stored] = [columns(await serve(travelled)), columns(trained)]
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

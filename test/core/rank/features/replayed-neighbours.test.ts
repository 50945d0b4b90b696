import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inferSchema } from '#core/rank/features/fields'
import { Replay } from '#core/rank/features/replay'
import { ReplayedNeighbours } from '#core/rank/features/replayed-neighbours'
import type { SessionNeighbours } from '#core/rank/features/session-neighbours'
import { COLUMN } from '#core/rank/features/table'
import { buildKnnIndex } from '#core/rank/knn/build'
import { idOf, numberOf, openDirectory, shardOf } from '#core/rank/knn/directory'
import { openShards } from '#core/rank/knn/evaluate-prefixes'
import type { Deed } from '#core/rank/knn/sessions'

const MINUTE = 60_000

/** Deeds of up to 15 visitors on 12 items, some followed by a list; no two at the same time. */
const log = fc
  .array(
    fc.record({
      visitor: fc.integer({ min: 0, max: 14 }).map(String),
      item: fc.integer({ min: 0, max: 11 }).map((item) => `item ${item}`),
      gap: fc.oneof({ weight: 30, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(31 * MINUTE) }),
      shown: fc.boolean(),
    }),
    { minLength: 250, maxLength: 400 },
  )
  .map((steps) => {
    let at = 0
    return steps.map(({ visitor, item, gap, shown }) => ({ deed: { visitor, item, at: (at += gap) }, shown }))
  })

/** What decision 043 says, read literally: items of two visitors, half an hour, one step an item, two steps at least. */
function naiveSessions(deeds: readonly Deed[]): string[][] {
  const visitorsOf = (item: string) => new Set(deeds.filter((deed) => deed.item === item).map(({ visitor }) => visitor))
  const kept = deeds.filter(({ item }) => visitorsOf(item).size > 1)
  const sessions: { end: number; items: string[] }[] = []
  for (const visitor of new Set(kept.map((deed) => deed.visitor))) {
    const own = kept.filter((deed) => deed.visitor === visitor)
    const starts = own.map(({ at }, n) => n === 0 || at - (own[n - 1]?.at ?? 0) > 30 * MINUTE)
    for (let from = 0; from < own.length;) {
      const next = starts.indexOf(true, from + 1)
      const session = own.slice(from, next === -1 ? own.length : next)
      const items = session.map(({ item }) => item).filter((item, n, all) => item !== all[n - 1])
      if (items.length > 1) sessions.push({ end: session.at(-1)?.at ?? 0, items })
      from += session.length
    }
  }
  return sessions.sort((a, b) => a.end - b.end).map(({ items }) => items)
}

/** The index as it is published, made ready for the same items. */
function indexOf(sessions: string[][], touched: readonly string[]): SessionNeighbours | undefined {
  if (sessions.length < 50) return undefined
  const index = buildKnnIndex(sessions)
  const directory = openDirectory(index.directory)
  const shards = openShards(index)
  const voters = touched.map((id) => numberOf(directory, id)).filter((item) => item >= 0)
  if (voters.length === 0) return undefined
  return { directory, voters, shardFor: (item) => shards[shardOf(directory, item)] }
}

const content = (neighbours: SessionNeighbours | undefined) =>
  neighbours && {
    voters: neighbours.voters.map((item) => idOf(neighbours.directory, item)),
    directory: neighbours.directory,
    shards: Array.from({ length: neighbours.directory.items }, (_, item) => neighbours.shardFor(item)),
  }

const sessionsOf = (neighbours: SessionNeighbours | undefined) => neighbours?.directory.sessions

it('is at each list what a build of everything until its last rebuild gives, and knows nothing of what comes later', () => {
  let met = 0
  fc.assert(
    fc.property(log, (steps) => {
      const replayed = new ReplayedNeighbours()
      const past: Deed[] = []
      let built = { deeds: 0, sessions: naiveSessions([]) }
      for (const { deed, shown } of steps) {
        past.push(deed)
        replayed.add(deed)
        if (!shown) continue
        if (past.length >= Math.max(100, 1.05 * built.deeds))
          built = { deeds: past.length, sessions: naiveSessions(past) }
        const touched = [deed.item, 'item 3', 'never']
        const expected = indexOf(built.sessions, touched)
        const found = replayed.of(touched)
        if (expected !== undefined) met += 1
        // Comparing whole indexes is slow: the tail of each log does.
        const of = past.length > steps.length - 20 ? content : sessionsOf
        expect(of(found)).toEqual(of(expected))
      }
    }),
    { numRuns: 10 },
  )
  expect(met).toBeGreaterThan(100)
})

it('a session that touched nothing, or nothing that the index holds, has none', () => {
  const replayed = new ReplayedNeighbours()
  for (let at = 0; at < 200; at += 1) replayed.add({ visitor: `v${at % 100}`, item: at < 100 ? 'a' : 'b', at })
  expect(replayed.of([])).toBeUndefined()
  expect(replayed.of(['c'])).toBeUndefined()
  expect(replayed.of(['b', 'c', 'a'])?.voters.length).toBe(2)
})

/** One visitor alone touches a, b and c, many times; then another, who touched a, is shown b, c and one more. */
function votesOfAnother(sessionOf: (visit: number) => string | undefined): number[] {
  const replay = new Replay(inferSchema([new Map([['colour', 'red']])], ['match']))
  let at = 1_750_000_000_000
  const touch = (who: { user: string; session: string | undefined }, item: string): void => {
    at += 1_000
    replay.apply({ kind: 'interaction', at, item, type: 'clicked', ranking: undefined, ...who })
  }
  for (let visit = 0; visit < 120; visit++) {
    for (const item of ['a', 'b', 'c']) touch({ user: 'one', session: sessionOf(visit) }, item)
    at += 31 * MINUTE
  }
  const who = { user: 'two', session: sessionOf(120) }
  for (const item of ['z', 'a']) touch(who, item)
  const items = ['b', 'c', 'q'].map((id) => ({ id, fields: new Map() }))
  const list = replay.apply({ kind: 'ranking', at: at + 1, id: 'list', items, fields: new Map(), ...who })
  if (list === undefined) throw new Error('a list gives a list')
  const width = list.rows.length / items.length
  return items.map((_, row) => list.rows[row * width + COLUMN.neighbour] ?? 0)
}

it('takes a visitor for one, however many sessions the log names', () => {
  const nobodyKnows = [NaN, NaN, NaN]
  expect(votesOfAnother(() => undefined)).toEqual(nobodyKnows)
  expect(votesOfAnother((visit) => `session ${visit}`)).toEqual(nobodyKnows)
})

import { describe, expect, it } from 'vitest'
import type { LoggedEvent } from '#core/contract/events'
import type { EventLog, Search, VisitorSearch } from '../../../origin/log/event-log.ts'

const HOUR = 3_600_000
const NOW = 1_000 * HOUR

let ids = 0
function event(change: Partial<LoggedEvent>): LoggedEvent {
  return { id: `event-${ids++}`, type: 'viewed', at: NOW, visitor: 'ann', item: 'lamp', ...change }
}

/** What every event log does, whatever it is made of. */
export function eventLogContract(name: string, create: (now: () => number) => EventLog): void {
  const filled = async (...events: LoggedEvent[]): Promise<EventLog> => {
    const log = create(() => NOW)
    await log.append({ events, erased: [] })
    return log
  }
  const trending = async (log: EventLog, limit = 10): Promise<[string, number][]> =>
    (await log.trending({ now: NOW, limit })).map(({ item, visitors }) => [item, Number(visitors.toFixed(6))])

  describe(`event log: ${name}`, () => {
    it('counts each visitor once an item, by the strongest and latest deed', async () => {
      const log = await filled(
        event({ visitor: 'ann' }),
        event({ visitor: 'ann', at: NOW - HOUR }),
        event({ visitor: 'bob', type: 'bought' }),
        event({ visitor: 'bob', type: 'clicked' }),
        event({ visitor: 'ann', item: 'desk', type: 'carted' }),
      )
      expect(await trending(log)).toEqual([
        ['lamp', 6],
        ['desk', 3],
      ])
    })
    it('halves a deed every day and forgets it after a week', async () => {
      const log = await filled(
        event({ item: 'new' }),
        event({ item: 'day-old', at: NOW - 24 * HOUR }),
        event({ item: 'week-old', at: NOW - 7 * 24 * HOUR + 1 }),
        event({ item: 'older', at: NOW - 7 * 24 * HOUR }),
      )
      expect(await trending(log)).toEqual([
        ['new', 1],
        ['day-old', 0.5],
        ['week-old', 0.007813],
      ])
    })
    it('counts a deed of the future as one of now', async () => {
      expect(await trending(await filled(event({ at: NOW + 1_000 * HOUR })))).toEqual([['lamp', 1]])
    })
    it('leaves out deeds that name no item', async () => {
      const { item: _, ...search } = event({ type: 'searched', query: 'lamp' })
      expect(await trending(await filled(search))).toEqual([])
    })
    it('gives the strongest, ties by name', async () => {
      const log = await filled(event({ item: 'b' }), event({ item: 'a' }), event({ item: 'c', type: 'bought' }))
      expect(await trending(log, 2)).toEqual([
        ['c', 5],
        ['a', 1],
      ])
    })
    it('forgets an erased visitor in the trend too', async () => {
      const log = await filled(event({ visitor: 'ann' }), event({ visitor: 'bob' }))
      await log.append({ events: [], erased: [{ visitor: 'ann', at: NOW }] })
      expect(await trending(log)).toEqual([['lamp', 1]])
    })
    it('gives the latest search of each visitor, by normal form and time', async () => {
      const search = (query: string, change: Partial<LoggedEvent>): LoggedEvent => ({
        ...event(change),
        type: 'searched',
        query,
      })
      const log = await filled(
        search('Jaws', { visitor: 'ann', at: NOW - 3 }),
        search('JAWS', { visitor: 'ann', at: NOW - 2 }),
        search('jaws', { visitor: 'bob', at: NOW - 5 }),
        search('Alien', { visitor: 'bob', at: NOW - 9 }),
        event({ visitor: 'cem' }),
      )
      const searches: Search[] = []
      for await (const found of log.searches({ since: NOW - 9 })) searches.push(found)
      const jaws = [
        { key: 'jaws', text: 'jaws', at: NOW - 5 },
        { key: 'jaws', text: 'JAWS', at: NOW - 2 },
      ]
      expect(searches).toEqual(jaws)
      expect(await log.searchesOf('jaws', { since: 0 })).toEqual(jaws)
      expect(await log.searchesOf('alien', { since: 0 })).toHaveLength(1)
      expect(await log.searchesOf('__proto__', { since: 0 })).toEqual([])
      expect(await log.firstSearch()).toBe(NOW - 9)
      expect(await create(() => NOW).firstSearch()).toBe(null)
    })
    it('gives what arrived since, whenever it happened, the newest of many', async () => {
      const clock = { now: NOW }
      const log = create(() => clock.now)
      for (const query of ['one', 'two', 'three']) {
        await log.append({ events: [{ ...event({ at: 5 }), type: 'searched', query }], erased: [] })
        clock.now++
      }
      const arrived = async (since: number, limit: number): Promise<string[]> => {
        const texts: string[] = []
        for await (const { text } of log.arrivals({ since, limit })) texts.push(text)
        return texts
      }
      expect(await arrived(0, 10)).toEqual(['one', 'three', 'two'])
      expect(await arrived(NOW, 10)).toEqual(['three', 'two'])
      expect(await arrived(0, 1)).toEqual(['three'])
    })
    it('gives the newest searches by visitor and time, every one of them', async () => {
      const search = (visitor: string, query: string, ago: number): LoggedEvent =>
        event({ type: 'searched', visitor, query, at: NOW - ago })
      const log = await filled(
        search('bob', 'Lamp', 5),
        search('ann', 'desk', 1),
        search('ann', 'LAMP', 3),
        search('ann', 'desk', 7),
        search('cy', 'old', 9),
        event({}),
      )
      const given: VisitorSearch[] = []
      for await (const found of log.searchesByVisitor({ since: NOW - 9, limit: 3 })) given.push(found)
      expect(given).toEqual([
        { visitor: 'ann', key: 'lamp', at: NOW - 3 },
        { visitor: 'ann', key: 'desk', at: NOW - 1 },
        { visitor: 'bob', key: 'lamp', at: NOW - 5 },
      ])
    })
    it('changes its stamp with searches and erasures, and with nothing else', async () => {
      const log = await filled({ ...event({}), type: 'searched', query: 'jaws' })
      const stamp = await log.stamp()
      await log.append({ events: [event({})], erased: [] })
      expect(await log.stamp()).toBe(stamp)
      await log.append({ events: [{ ...event({}), type: 'searched', query: 'jaws' }], erased: [] })
      const later = await log.stamp()
      expect(later).not.toBe(stamp)
      await log.append({ events: [], erased: [{ visitor: 'nobody', at: 1 }] })
      expect(await log.stamp()).not.toBe(later)
    })
    it('gives the newest deeds by visitor and time, without what one visitor alone dealt with', async () => {
      const log = await filled(
        event({ visitor: 'bob', item: 'lamp', at: NOW - 3, type: 'bought' }),
        event({ visitor: 'ann', item: 'desk', at: NOW - 1, type: 'carted' }),
        event({ visitor: 'ann', item: 'lamp', at: NOW - 2 }),
        event({ visitor: 'ann', item: 'diary', at: NOW }),
        event({ visitor: 'bob', item: 'desk', at: NOW, type: 'bought' }),
        { ...event({ visitor: 'bob' }), type: 'searched', query: 'lamp', item: undefined },
      )
      const deeds = async (kind: 'neighbours' | 'baskets', limit = 100): Promise<string[]> => {
        const found: string[] = []
        for await (const { visitor, item, at } of log.deeds(kind, { limit }))
          found.push(`${visitor} ${item} ${at - NOW}`)
        return found
      }
      expect(await deeds('neighbours')).toEqual(['ann lamp -2', 'ann desk -1', 'bob lamp -3', 'bob desk 0'])
      expect(await deeds('baskets')).toEqual(['ann desk -1', 'bob desk 0'])
      expect(await deeds('neighbours', 3)).toEqual(['ann desk -1', 'bob desk 0'])
    })
    it('changes its deed stamp with deeds and erasures, and with no search', async () => {
      const log = await filled(event({}))
      const stamp = await log.deedStamp()
      await log.append({ events: [{ ...event({}), item: undefined, type: 'searched', query: 'jaws' }], erased: [] })
      expect(await log.deedStamp()).toBe(stamp)
      await log.append({ events: [event({})], erased: [] })
      const later = await log.deedStamp()
      expect(later).not.toBe(stamp)
      await log.append({ events: [], erased: [{ visitor: 'nobody', at: 1 }] })
      expect(await log.deedStamp()).not.toBe(later)
    })
    it('appends all of a batch once, however often it comes', async () => {
      const log = create(() => NOW)
      const batch = { events: [event({ visitor: 'ann' }), event({ visitor: 'bob' })], erased: [] }
      expect(await log.append(batch)).toEqual({ accepted: 2, duplicates: 0 })
      expect(await log.append(batch)).toEqual({ accepted: 0, duplicates: 2 })
      expect(await trending(log)).toEqual([['lamp', 2]])
    })
  })
}

import { describe, expect, it } from 'vitest'
import type { PurgeScope } from '#core/cache/purge'
import type { PurgeLog } from '../../../../worker/cache/purge-view.ts'

/** The contract of a purge log. `create` gives an empty one. */
export function describePurgeLog(name: string, create: () => PurgeLog): void {
  describe(`${name} keeps the contract of a purge log`, () => {
    it('begins empty, below every number it will give', async () => {
      const log = create()
      expect(await log.since(0)).toEqual({ sequence: 0, purges: [], more: false })
      expect(await log.append('soft', [{ by: 'everything' }])).toBeGreaterThan(0)
    })

    it('gives back every kind of scope under the number of its purge', async () => {
      const log = create()
      const scopes: PurgeScope[] = [
        { by: 'tag', value: 'a b "c"' },
        { by: 'tag', value: "é'); --\n\0" },
        { by: 'key', value: '/v1/a?q=%C3%A9' },
        { by: 'prefix', value: '/v1/' },
        { by: 'everything' },
      ]
      const sequence = await log.append('hard', scopes)
      const all = await log.since(0)
      expect(all.sequence).toBe(sequence)
      expect(all.purges).toHaveLength(scopes.length)
      for (const scope of scopes) expect(all.purges).toContainEqual({ sequence, mode: 'hard', scope })
    })

    it('gives back only what came later than the number asked for', async () => {
      const log = create()
      const first = await log.append('hard', [{ by: 'tag', value: 'a' }])
      const second = await log.append('soft', [{ by: 'tag', value: 'b' }])
      const later = [{ sequence: second, mode: 'soft', scope: { by: 'tag', value: 'b' } }]
      expect(await log.since(first)).toEqual({ sequence: second, purges: later, more: false })
      expect(await log.since(second)).toEqual({ sequence: second, purges: [], more: false })
      expect(await log.since(second + 1_000_000)).toMatchObject({ purges: [] })
    })

    it('tells the newest of a purge that is made again, and does not mix up its modes', async () => {
      const log = create()
      const scope: PurgeScope = { by: 'tag', value: 'a' }
      const hard = await log.append('hard', [scope])
      await log.append('soft', [scope])
      const soft = await log.append('soft', [scope])
      const { purges } = await log.since(0)
      expect(purges).toContainEqual({ sequence: soft, mode: 'soft', scope })
      expect(purges).toContainEqual({ sequence: hard, mode: 'hard', scope })
    })

    it('keeps one purge of a name and mode, however often it is made', async () => {
      const log = create()
      for (let n = 0; n < 50; n++) await log.append('hard', [{ by: 'key', value: '/a' }, { by: 'everything' }])
      expect((await log.since(0)).purges).toHaveLength(2)
    })

    it('gives every purge a number of its own, also when they come at once', async () => {
      const log = create()
      const numbers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => log.append('hard', [{ by: 'key', value: `/${n}` }])),
      )
      expect(new Set(numbers).size).toBe(20)
      const { purges, sequence } = await log.since(0)
      expect(sequence).toBe(Math.max(...numbers))
      expect(purges).toHaveLength(20)
    })

    it('takes three hundred names at once', async () => {
      const log = create()
      await log.append(
        'hard',
        Array.from({ length: 300 }, (_, n) => ({ by: 'tag', value: `item:${n}` })),
      )
      expect((await log.since(0)).purges).toHaveLength(300)
    })
  })
}

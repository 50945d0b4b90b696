import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HELD_MS, Lending, LENT_MS } from '#core/session/lending'
import { createFeatureLeases, type FeatureLeases } from '../../../worker/session/feature-leases.ts'

it('makes a change wait for those who may still use what was before, and not for the one who makes it', () => {
  const lending = new Lending()
  lending.lend('a', 1_000)
  lending.lend('b', 1_200)
  expect(lending.waitMs('a', 1_300)).toBe(0)
  lending.changed()
  expect(lending.waitMs('a', 1_300)).toBe(1_200 + LENT_MS - 1_300)
  expect(lending.waitMs('b', 1_300)).toBe(1_000 + LENT_MS - 1_300)
  expect(lending.waitMs(undefined, 1_300)).toBe(1_200 + LENT_MS - 1_300)
  expect(lending.waitMs(undefined, 1_200 + LENT_MS)).toBe(0)
})

it('does not wait for those who have the new state already', () => {
  const lending = new Lending()
  lending.changed()
  lending.lend('a', 1_000)
  expect(lending.waitMs('b', 1_001)).toBe(0)
})

it('waits no longer than half a second, also when the clock was set back', () => {
  const lending = new Lending()
  lending.lend('a', 1_000_000)
  lending.changed()
  expect(lending.waitMs('b', 1_000)).toBe(LENT_MS)
})

it('forgets what was lent long ago: the waiting of one change does not grow with the readers', () => {
  const lending = new Lending()
  for (let n = 0; n < 10_000; n++) lending.lend(`isolate-${n}`, n * LENT_MS)
  lending.changed()
  expect(lending.waitMs('isolate-0', 9_999 * LENT_MS)).toBe(LENT_MS)
  expect(lending.waitMs('isolate-9999', 9_999 * LENT_MS)).toBe(0)
})

/** Messages on their way between isolates and the object, each with a delay: a small world with a clock of its own. */
class World {
  now = 1_000_000
  /** What the object knows, as a number that each change makes greater; and the greatest that was acknowledged. */
  version = 0
  acknowledged = 0
  used: { used: number; acknowledged: number }[] = []
  private readonly lending = new Lending()
  private readonly isolates: readonly FeatureLeases<number>[]
  private readonly due: { at: number; run: () => void }[] = []

  /** @param skews how far each isolate's clock is from the object's, in ms */
  constructor(skews: readonly number[]) {
    this.isolates = skews.map((skew) => createFeatureLeases<number>(() => this.now + skew))
  }

  /** A read that answers from what is lent, or asks. */
  read(isolate: number, there: number, back: number): void {
    const leases = this.isolate(isolate)
    const held = leases.held('visitor', 'features')
    if (held !== undefined) {
      this.used.push({ used: held, acknowledged: this.acknowledged })
      return
    }
    const asked = leases.asked()
    const before = this.acknowledged
    this.after(there, () => {
      this.lending.lend(`${isolate}`, this.now)
      const features = this.version
      this.after(back, () => {
        leases.keep('visitor', { asked, wanted: 'features', features })
        this.used.push({ used: features, acknowledged: before })
      })
    })
  }

  change(isolate: number, there: number, back: number): void {
    this.isolate(isolate).begin('visitor')
    this.after(there, () => {
      const version = ++this.version
      this.lending.changed()
      this.after(this.lending.waitMs(`${isolate}`, this.now) + back, () => {
        this.isolate(isolate).end('visitor')
        this.acknowledged = Math.max(this.acknowledged, version)
      })
    })
  }

  pass(ms: number): void {
    const until = this.now + ms
    for (;;) {
      const next = this.due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.due.splice(this.due.indexOf(next), 1)
      this.now = next.at
      next.run()
    }
    this.now = until
  }

  private isolate(number: number): FeatureLeases<number> {
    const leases = this.isolates[number]
    if (leases === undefined) throw new Error(`there are ${this.isolates.length} isolates, none is ${number}`)
    return leases
  }

  private after(ms: number, run: () => void): void {
    this.due.push({ at: this.now + ms, run })
  }
}

it('never lets a read miss a change that was acknowledged before it, whatever the delays and clocks', () => {
  const isolate = fc.nat({ max: 2 })
  const delay = fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 2 * LENT_MS }))
  const step = fc.record({
    does: fc.constantFrom('read', 'read', 'read', 'change'),
    isolate,
    there: delay,
    back: delay,
  })
  const skews = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(skews, fc.array(fc.tuple(step, delay), { minLength: 2, maxLength: 40 }), (clocks, steps) => {
      const world = new World(clocks)
      for (const [{ does, isolate: where, there, back }, pause] of steps) {
        if (does === 'read') world.read(where, there, back)
        else world.change(where, there, back)
        world.pass(pause)
      }
      world.pass(10 * LENT_MS)
      for (const { used, acknowledged } of world.used) expect(used).toBeGreaterThanOrEqual(acknowledged)
    }),
    { numRuns: 2_000 },
  )
})

it('answers reads of half a second with one question', () => {
  const world = new World([0, 0, 0])
  world.read(0, 5, 5)
  world.pass(20)
  expect(world.used).toHaveLength(1)
  world.version = 7
  world.read(0, 5, 5)
  world.pass(HELD_MS - 21)
  world.read(0, 5, 5)
  expect(world.used.map(({ used }) => used)).toEqual([0, 0, 0])
  world.pass(1)
  world.read(0, 5, 5)
  world.pass(20)
  expect(world.used.at(-1)?.used).toBe(7)
})

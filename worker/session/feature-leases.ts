/**
 * Features that this isolate was lent (core/session/lending.ts): a visitor who types, or whose page asks for several
 * lists, costs their object one call in half a second and the other answers no wait. While a change is made through this
 * isolate nothing is lent to it; one that is made elsewhere is acknowledged only after what was lent here is over.
 */
import { HELD_MS } from '#core/session/lending'
import type { Wanted } from '#core/session/verdicts'

/** Taken before the object is asked: what is lent counts from then. */
type Asked = { at: number; turn: number }

export type FeatureLeases<T> = {
  held(pseudonym: string, wanted: Wanted): T | undefined
  asked(): Asked
  keep(pseudonym: string, lent: { asked: Asked; wanted: Wanted; features: T }): void
  /** A change is on its way: whatever was asked before it, or overtakes it, is used for one answer at most. */
  begin(pseudonym: string): void
  /** It was acknowledged, or nobody knows: whatever was asked before is no longer true. */
  end(pseudonym: string): void
}

type Lease<T> = { features: T; wanted: Wanted; until: number; turn: number }
/** From the end of a change until nothing that was asked before can be on its way any more. */
type Ended = { until: number; turn: number }

/** A whole state takes some 50 KB. */
const MAX_HELD = 128

export function createFeatureLeases<T>(now: () => number): FeatureLeases<T> {
  const leases = new Map<string, Lease<T>>()
  const ended = new Map<string, Ended>()
  /** How many changes are under way. */
  const changing = new Map<string, number>()
  let turn = 0
  let sweptAt = -Infinity

  function sweep(): void {
    if (now() - sweptAt < HELD_MS) return
    sweptAt = now()
    for (const times of [leases, ended]) {
      for (const [pseudonym, { until }] of times) if (until <= now()) times.delete(pseudonym)
    }
  }

  return {
    held(pseudonym, wanted) {
      sweep()
      const lease = leases.get(pseudonym)
      if (lease === undefined || lease.until <= now()) return undefined
      return lease.wanted === 'whole' || wanted === 'features' ? lease.features : undefined
    },
    asked: () => ({ at: now(), turn }),
    keep(pseudonym, { asked, wanted, features }) {
      const until = asked.at + HELD_MS
      if (until <= now() || changing.has(pseudonym)) return
      const known = leases.get(pseudonym)
      const newest = Math.max(known?.turn ?? 0, ended.get(pseudonym)?.turn ?? 0)
      if (newest > asked.turn || (known === undefined && leases.size >= MAX_HELD)) return
      leases.set(pseudonym, { features, wanted, until, turn: asked.turn })
    },
    begin(pseudonym) {
      changing.set(pseudonym, (changing.get(pseudonym) ?? 0) + 1)
      leases.delete(pseudonym)
    },
    end(pseudonym) {
      sweep()
      const others = (changing.get(pseudonym) ?? 1) - 1
      if (others > 0) changing.set(pseudonym, others)
      else changing.delete(pseudonym)
      leases.delete(pseudonym)
      turn += 1
      ended.set(pseudonym, { until: now() + HELD_MS, turn })
    },
  }
}

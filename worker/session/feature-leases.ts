/**
 * Features that this isolate was lent (core/session/lending.ts): a visitor who types, or whose page asks for several
 * lists, costs their object one call in half a second and the other answers no wait. A change that is made through this
 * isolate ends it at once; one that is made elsewhere is acknowledged only after it ended here.
 */
import { HELD_MS } from '#core/session/lending'
import type { Wanted } from '#core/session/verdicts'

/** Taken before the object is asked: what is lent counts from then. */
type Asked = { at: number; turn: number }

export type FeatureLeases<T> = {
  held(pseudonym: string, wanted: Wanted): T | undefined
  asked(): Asked
  keep(pseudonym: string, lent: { asked: Asked; wanted: Wanted; features: T }): void
  /** When a change begins, and when it was acknowledged: whatever was asked before is no longer true. */
  end(pseudonym: string): void
}

/** `features` is undefined from the end of a lease until nothing that was asked before can be on its way any more. */
type Lease<T> = { features: T | undefined; wanted: Wanted; until: number; turn: number }

/** A whole state takes some 50 KB. */
const MAX_HELD = 128

export function createFeatureLeases<T>(now: () => number): FeatureLeases<T> {
  const leases = new Map<string, Lease<T>>()
  let turn = 0
  let sweptAt = -Infinity

  function sweep(): void {
    if (now() - sweptAt < HELD_MS) return
    sweptAt = now()
    for (const [pseudonym, { until }] of leases) if (until <= now()) leases.delete(pseudonym)
  }

  return {
    held(pseudonym, wanted) {
      const lease = leases.get(pseudonym)
      if (lease === undefined || lease.until <= now()) return undefined
      return lease.wanted === 'whole' || wanted === 'features' ? lease.features : undefined
    },
    asked: () => ({ at: now(), turn }),
    keep(pseudonym, { asked, wanted, features }) {
      sweep()
      const known = leases.get(pseudonym)
      const until = asked.at + HELD_MS
      if (until <= now() || (known !== undefined && known.turn > asked.turn)) return
      if (known === undefined && leases.size >= MAX_HELD) return
      leases.set(pseudonym, { features, wanted, until, turn: asked.turn })
    },
    end(pseudonym) {
      sweep()
      turn += 1
      leases.set(pseudonym, { features: undefined, wanted: 'features', until: now() + HELD_MS, turn })
    },
  }
}

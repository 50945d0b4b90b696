/**
 * One load of a key: the slower tiers first, then, under a lease that keeps other isolates and locations from doing the
 * same, the origin. Runs as a single flight, so within the isolate there is one at a time.
 */
import type { StoredEntry } from '#core/cache/entry'
import { freshnessOf } from '#core/cache/freshness'
import type { CacheEvent } from '#core/cache/event'
import type { Held } from './leases.ts'
import type { Loaded } from './loaded.ts'
import type { Purpose } from '../origin-client/origin-call.ts'
import { timer } from '../timer.ts'
import type { FoundEntry, Tiers } from './tiers.ts'

export type LoadSteps = {
  key: string
  /** Looks in the slower tiers. */
  find: () => Promise<FoundEntry | undefined>
  /** Asks the origin; returns plain data and does not reject for an expected failure. */
  load: (older: StoredEntry | undefined, purpose: Purpose) => Promise<Loaded>
  context: { waitUntil(promise: Promise<unknown>): void }
}

type Deps = { tiers: Tiers; now: () => number; random: () => number; onEvent: (event: CacheEvent) => void }
type Need = { held: StoredEntry | undefined; purpose: Purpose }

/**
 * How long the holder of the lease is waited for between two looks, with jitter; the last again and again. Whoever waits
 * asks for the lease each time, so that the next one in line takes over from a holder that failed or died.
 */
const WAITS_MS = [20, 40, 80, 160]
const LAST_WAIT_MS = 320
/**
 * Longer than a lease that is not renewed: a holder that died is outlived. Nobody loads without a turn, however long it
 * takes: a visitor who has more time looks again.
 */
const PATIENCE_MS = 4_000
/** A third of what a lease lasts: one renewal may fail. */
const RENEW_MS = 1_000

export async function loadOnce(deps: Deps, steps: LoadSteps, need: Need): Promise<Loaded> {
  const found = await steps.find()
  if (found !== undefined && isBetter(deps, found.entry, need.held)) return { outcome: 'found', ...found }
  const turn = await takeTurn(deps, steps, need)
  if (turn.outcome !== 'held') return turn
  const loaded = await whileRenewing(steps, turn, () =>
    loadAlone(deps, steps, { ...need, held: need.held ?? found?.entry }),
  )
  giveBack(steps, turn, loaded)
  return loaded
}

/** A load may take longer than the lease lasts: only when its isolate is gone does the lease run out. */
async function whileRenewing(steps: LoadSteps, lease: Held, load: () => Promise<Loaded>): Promise<Loaded> {
  if (!lease.exclusive) return load()
  const renewLater = (): unknown => timer.set(renew, RENEW_MS)
  const renew = (): void => {
    steps.context.waitUntil(lease.renew())
    next = renewLater()
  }
  let next = renewLater()
  try {
    return await load()
  } finally {
    timer.clear(next)
  }
}

/** Without a look at the tiers, and without a lease: of a reply that nobody could share the last time. */
export function loadAlone(deps: Deps, steps: LoadSteps, need: Need): Promise<Loaded> {
  if (need.held === undefined) deps.onEvent({ type: 'miss', key: steps.key })
  return steps.load(need.held, need.purpose)
}

/** The lease, or what its holder has loaded meanwhile. A refresh that nobody waits for is soon left to the holder. */
async function takeTurn(deps: Deps, steps: LoadSteps, need: Need): Promise<Held | Loaded> {
  let waitedMs = 0
  for (let step = 0; ; step++) {
    const lease = await deps.tiers.leases.acquire(steps.key)
    if (lease.outcome === 'held' && !lease.exclusive) return lease
    if (lease.outcome === 'taken') {
      if (step === 0) deps.onEvent({ type: 'lease-taken', key: steps.key })
      if (waitedMs >= PATIENCE_MS || (need.purpose === 'background' && step > WAITS_MS.length)) {
        return { outcome: 'deferred' }
      }
      const waitMs = (WAITS_MS[step] ?? LAST_WAIT_MS) * (0.75 + 0.5 * deps.random())
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      waitedMs += waitMs
    }
    // Also with the lease in hand: between the last look and this lease another holder may have stored.
    const found = await steps.find()
    if (found !== undefined && isBetter(deps, found.entry, need.held)) {
      if (lease.outcome === 'held') steps.context.waitUntil(lease.release('next'))
      return { outcome: 'found', ...found }
    }
    if (lease.outcome === 'held') return lease
  }
}

/** What a tier has may be used when it is servable and newer than what is held. */
function isBetter(deps: Deps, entry: StoredEntry, held: StoredEntry | undefined): boolean {
  const freshness = freshnessOf(entry.deadlines, deps.now())
  if (held === undefined) return freshness === 'fresh' || freshness === 'stale'
  return freshness === 'fresh' && entry.receivedAt > held.receivedAt
}

/** After the slower tiers have the entry: whoever gets the lease next finds it there, or learns that nobody will. */
function giveBack(steps: LoadSteps, lease: Held, loaded: Loaded): void {
  const written = loaded.outcome === 'fetched' ? loaded.written : Promise.resolve()
  const isForNobodyElse = loaded.outcome === 'unshared' || (loaded.outcome === 'fetched' && !loaded.stored)
  steps.context.waitUntil(written.then(() => lease.release(isForNobodyElse ? 'everybody' : 'next')))
}

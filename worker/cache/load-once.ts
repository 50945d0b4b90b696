/**
 * One load of a key: the slower tiers first, then, under a lease that keeps other isolates and locations from doing the
 * same, the origin. Runs as a single flight, so within the isolate there is one at a time.
 */
import type { StoredEntry } from '#core/cache/entry'
import { freshnessOf } from '#core/cache/freshness'
import type { CacheEvent } from '#core/cache/event'
import type { Lease } from './leases.ts'
import type { Loaded } from './loaded.ts'
import type { Purpose } from '../origin-client/origin-call.ts'
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

/** How long the holder of the lease is waited for, in steps; with the jitter about 0.6 s in all. */
const WAITS_MS = [20, 40, 80, 160, 320]

export async function loadOnce(deps: Deps, steps: LoadSteps, need: Need): Promise<Loaded> {
  const found = await steps.find()
  if (found !== undefined && isBetter(deps, found.entry, need.held)) return { outcome: 'found', ...found }
  const lease = await deps.tiers.leases.acquire(steps.key)
  if (lease.outcome === 'taken') {
    const awaited = await awaitHolder(deps, steps, need)
    if (awaited !== undefined) return awaited
  }
  const older = need.held ?? found?.entry
  if (older === undefined) deps.onEvent({ type: 'miss', key: steps.key })
  const loaded = await steps.load(older, need.purpose)
  giveBack(steps, lease, loaded)
  return loaded
}

/** What a tier has may be used when it is servable and newer than what is held. */
function isBetter(deps: Deps, entry: StoredEntry, held: StoredEntry | undefined): boolean {
  const freshness = freshnessOf(entry.deadlines, deps.now())
  if (held === undefined) return freshness === 'fresh' || freshness === 'stale'
  return freshness === 'fresh' && entry.receivedAt > held.receivedAt
}

/** `undefined`: the holder is too slow, and a visitor waits. */
async function awaitHolder(deps: Deps, steps: LoadSteps, need: Need): Promise<Loaded | undefined> {
  deps.onEvent({ type: 'lease-taken', key: steps.key })
  for (const ms of WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, ms * (0.75 + 0.5 * deps.random())))
    const found = await steps.find()
    if (found !== undefined && isBetter(deps, found.entry, need.held)) return { outcome: 'found', ...found }
  }
  return need.purpose === 'background' ? { outcome: 'deferred' } : undefined
}

/** After the slower tiers have the entry: whoever gets the lease next finds it there. */
function giveBack(steps: LoadSteps, lease: Lease, loaded: Loaded): void {
  if (lease.outcome !== 'held') return
  const written = loaded.outcome === 'fetched' ? loaded.written : Promise.resolve()
  steps.context.waitUntil(written.then(() => lease.release()))
}

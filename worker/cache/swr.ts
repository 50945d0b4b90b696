/**
 * Stale-while-revalidate over the tiers, one step per function: a lookup is fresh (serve), stale (serve, refresh behind
 * the answer) or missing (one load, everybody else waits with a deadline of their own), and a failed load falls back
 * to what stale-if-error still allows. What a load is, the caller says; what may be served, core/cache/decide.ts.
 */
import { decide, type RequestLimits } from '#core/cache/decide'
import { isEarlyRefreshDue } from '#core/cache/early-refresh'
import type { StoredEntry } from '#core/cache/entry'
import type { CacheEvent, LoadFailure } from '#core/cache/event'
import { isServableOnError, ttlSeconds } from '#core/cache/freshness'
import { createExpiringMap, type ExpiringMap } from './expiring-map.ts'
import { createFailureMemory, type FailureMemory } from './failure-memory.ts'
import { loadAlone, loadOnce, type LoadSteps } from './load-once.ts'
import type { Loaded } from './loaded.ts'
import { createSingleFlight, type Flight, type SingleFlight } from './single-flight.ts'
import type { FoundEntry, Tiers } from './tiers.ts'

export type Looked =
  /** `degraded`: the origin could not be asked. A stale answer whose refresh is merely under way is not degraded. */
  | { outcome: 'hit'; entry: StoredEntry; ttl: number; degraded: boolean }
  | { outcome: 'fetched'; loaded: Extract<Loaded, { outcome: 'fetched' }>; wasHeld: boolean; collapsed: boolean }
  /** The reply is one visitor's only. `leader`: this caller's own load has it in hand. */
  | { outcome: 'unshared'; role: 'leader' | 'joined'; wasHeld: boolean }
  | { outcome: 'unavailable'; reason: LoadFailure; wasHeld: boolean; retryAfterSeconds: number }
  /** The request wanted a stored response or none. */
  | { outcome: 'not-cached' }

export type Lookup = LoadSteps & {
  limits?: RequestLimits | undefined
  context: {
    waitUntil(promise: Promise<unknown>): void
    /** How long this caller may wait, in milliseconds from now. The load itself goes on under `waitUntil`. */
    deadlineMs: number
  }
}

export type Swr = { look(lookup: Lookup): Looked | Promise<Looked> }

type Deps = { tiers: Tiers; now: () => number; random: () => number; onEvent: (event: CacheEvent) => void }
type Parts = Deps & {
  flights: SingleFlight<Loaded>
  failures: FailureMemory
  deferred: ExpiringMap<true>
  unshared: ExpiringMap<true>
}

/** Longer than any load (tiers, origin, retry): a flight this old has been cancelled by the platform. */
const MAX_FLIGHT_MS = 15_000
/**
 * The soft timeout: whoever can be given something stale waits so long for the origin, counted from the start of the load,
 * and not for as long as a visitor who would get nothing. The load goes on behind it.
 */
const SOFT_TIMEOUT_MS = 750
/** A refresh that was put off is not tried again by the next visitor, nor by every isolate at the same moment. */
const PUT_OFF_MS = 500
/** So long the requests for a reply that could not be shared do not wait for each other; a storable one ends it at once. */
const UNSHARED_MS = 10_000

export function createSwr(deps: Deps): Swr {
  const flights = createSingleFlight<Loaded>({ now: deps.now, maxAgeMs: MAX_FLIGHT_MS })
  const [deferred, unshared] = [createExpiringMap<true>(deps.now), createExpiringMap<true>(deps.now)]
  const parts: Parts = { ...deps, flights, failures: createFailureMemory(deps), deferred, unshared }
  return {
    /** A hit in memory is answered without a promise. */
    look(lookup) {
      const renewal = deps.tiers.purges.renew(lookup.context)
      if (renewal === undefined) return lookNow(parts, lookup)
      const askedAt = deps.now()
      return renewal.then(() => lookNow(parts, withinTheRest(lookup, deps.now() - askedAt)))
    },
  }
}

function lookNow(parts: Parts, lookup: Lookup): Looked | Promise<Looked> {
  const entry = parts.tiers.peek(lookup.key)
  if (entry === undefined) return wait(parts, lookup, undefined)
  return serve(parts, lookup, { entry, tier: 'memory' }) ?? wait(parts, lookup, entry)
}

/** What the entry allows at this moment, or `undefined` when the origin must be asked first. */
function serve(parts: Parts, lookup: Lookup, found: FoundEntry): Looked | undefined {
  const now = parts.now()
  const decision = decide(found.entry, lookup.limits, now)
  switch (decision.action) {
    case 'serve': {
      if (isEarlyRefreshDue(found.entry, now, parts.random)) refresh(parts, lookup, { held: found.entry, why: 'early' })
      const ttl = ttlSeconds(found.entry.deadlines, now)
      parts.onEvent({ type: 'hit', key: lookup.key, tier: found.tier, ttlSeconds: ttl })
      return { outcome: 'hit', entry: found.entry, ttl, degraded: false }
    }
    case 'serve-and-revalidate': {
      refresh(parts, lookup, { held: found.entry, why: 'stale' })
      const why = parts.failures.last(lookup.key) === undefined ? 'revalidating' : 'origin-failed'
      return serveStale(parts, { lookup, found, why })
    }
    case 'refuse':
      return { outcome: 'not-cached' }
    case 'revalidate-first':
    case 'forward':
      return undefined
    default:
      return decision satisfies never
  }
}

function serveStale(
  parts: Parts,
  stale: { lookup: Lookup; found: FoundEntry; why: 'revalidating' | 'origin-failed' },
): Looked {
  const { entry, tier } = stale.found
  const ttl = ttlSeconds(entry.deadlines, parts.now())
  parts.onEvent({ type: 'stale', key: stale.lookup.key, tier, ttlSeconds: ttl, why: stale.why })
  return { outcome: 'hit', entry, ttl, degraded: stale.why === 'origin-failed' }
}

function refresh(parts: Parts, lookup: Lookup, due: { held: StoredEntry; why: 'early' | 'stale' }): void {
  if (parts.flights.isFlying(lookup.key) || parts.failures.recall(lookup.key) !== undefined) return
  if (parts.deferred.get(lookup.key) !== undefined) return
  parts.onEvent({ type: 'refresh-started', key: lookup.key, why: due.why })
  parts.flights.start(
    lookup.key,
    () => loadAndRemember(parts, lookup, loadOnce(parts, lookup, { held: due.held, purpose: 'background' })),
    lookup.context,
  )
}

async function wait(parts: Parts, lookup: Lookup, held: StoredEntry | undefined): Promise<Looked> {
  if (lookup.limits?.onlyIfCached === true) return onlyIfCached(parts, lookup)
  const failure = parts.failures.recall(lookup.key)
  if (failure !== undefined) return fallBack(parts, { lookup, held, reason: failure.reason })
  const hung = parts.failures.last(lookup.key) === 'timeout'
  if (hung && held !== undefined && isServableOnError(held.deadlines, parts.now(), false)) {
    // The last visitor waited in vain: whether the origin answers again is found out behind this answer.
    refresh(parts, lookup, { held, why: 'stale' })
    return fallBack(parts, { lookup, held, reason: 'timeout' })
  }
  const askedAt = parts.now()
  const flight = await fly(parts, lookup, held)
  if (flight.outcome === 'late') {
    parts.onEvent({ type: 'wait-timed-out', key: lookup.key })
    return fallBack(parts, { lookup, held, reason: 'timeout' })
  }
  if (flight.role === 'joined') {
    parts.onEvent({ type: 'joined', key: lookup.key })
    // It began before this visit, and perhaps before a purge that this visit must not miss.
    if (isPurged(parts, lookup.key, flight.value)) return lookNow(parts, withinTheRest(lookup, parts.now() - askedAt))
  }
  // Another isolate is still loading: who has time left goes on waiting for it.
  const rest = withinTheRest(lookup, parts.now() - askedAt)
  if (flight.value.outcome === 'deferred' && rest.context.deadlineMs > 0) return lookNow(parts, rest)
  return land(parts, { lookup, held, loaded: flight.value, role: flight.role })
}

function fly(parts: Parts, lookup: Lookup, held: StoredEntry | undefined): Promise<Flight<Loaded>> {
  const context = { ...lookup.context, deadlineMs: patience(parts, lookup, held) }
  const need = { held, purpose: 'visitor' } as const
  if (parts.unshared.get(lookup.key) === undefined) {
    return parts.flights.join(lookup.key, () => loadAndRemember(parts, lookup, loadOnce(parts, lookup, need)), context)
  }
  return parts.flights.alone(() => loadAndRemember(parts, lookup, loadAlone(parts, lookup, need)), context)
}

/** A visitor who waits twice waits no longer for it. */
function withinTheRest(lookup: Lookup, waitedMs: number): Lookup {
  const deadlineMs = Math.max(0, lookup.context.deadlineMs - waitedMs)
  return { ...lookup, context: { ...lookup.context, deadlineMs } }
}

function patience({ flights, now }: Parts, { key, context }: Lookup, held: StoredEntry | undefined): number {
  if (held === undefined || !isServableOnError(held.deadlines, now(), false)) return context.deadlineMs
  return Math.min(context.deadlineMs, Math.max(0, SOFT_TIMEOUT_MS - flights.ageMs(key)))
}

function isPurged(parts: Parts, key: string, loaded: Loaded): boolean {
  const hasEntry = loaded.outcome === 'found' || loaded.outcome === 'fetched'
  return hasEntry && parts.tiers.purges.admit(key, loaded.entry) === undefined
}

/** Asks the slower tiers and no origin. */
async function onlyIfCached(parts: Parts, lookup: Lookup): Promise<Looked> {
  const found = await lookup.find()
  return (found && serve(parts, lookup, found)) ?? { outcome: 'not-cached' }
}

function land(
  parts: Parts,
  landing: { lookup: Lookup; held: StoredEntry | undefined; loaded: Loaded; role: 'leader' | 'joined' },
): Looked {
  const { lookup, held, loaded, role } = landing
  switch (loaded.outcome) {
    case 'found':
      // The load saw it servable; a caller that resumes after its last deadline gets no second load, only the fallback.
      return serve(parts, lookup, loaded) ?? fallBack(parts, { lookup, held: loaded.entry, reason: 'timeout' })
    case 'fetched':
      return { outcome: 'fetched', loaded, wasHeld: held !== undefined, collapsed: role === 'joined' }
    case 'unshared':
      return { outcome: 'unshared', role, wasHeld: held !== undefined }
    case 'failed':
      return fallBack(parts, { lookup, held: loaded.held ?? held, reason: loaded.reason })
    case 'deferred':
      // The other isolate is late, which is all that is known.
      return fallBack(parts, { lookup, held, reason: 'timeout' })
    default:
      return loaded satisfies never
  }
}

async function loadAndRemember(parts: Parts, lookup: Lookup, loading: Promise<Loaded>): Promise<Loaded> {
  const loaded = await loading
  if (loaded.outcome !== 'failed') parts.failures.forget(lookup.key)
  // A crowd says nothing of this key, nor of the origin.
  else if (loaded.reason !== 'crowded') parts.failures.remember(lookup.key, loaded.reason)
  if (loaded.outcome === 'unshared') parts.unshared.set(lookup.key, true, UNSHARED_MS)
  if (loaded.outcome === 'fetched' && loaded.stored) parts.unshared.delete(lookup.key)
  if (loaded.outcome === 'deferred') parts.deferred.set(lookup.key, true, PUT_OFF_MS * (0.5 + parts.random()))
  return loaded
}

/** The origin did not answer in time: stale as far as that is allowed, else a refusal that says when to come back. */
function fallBack(
  parts: Parts,
  missing: { lookup: Lookup; held: StoredEntry | undefined; reason: LoadFailure },
): Looked {
  const { lookup, reason } = missing
  // What the load began with may have been purged since.
  const held = missing.held && parts.tiers.purges.admit(lookup.key, missing.held)
  const reached = reason === 'error-status' || reason === 'bad-reply'
  if (held !== undefined && isServableOnError(held.deadlines, parts.now(), reached)) {
    return serveStale(parts, { lookup, found: { entry: held, tier: 'memory' }, why: 'origin-failed' })
  }
  const retryAfterSeconds = parts.failures.recall(lookup.key)?.retryAfterSeconds ?? 1
  return { outcome: 'unavailable', reason, wasHeld: held !== undefined, retryAfterSeconds }
}

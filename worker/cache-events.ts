/** What the cache's events become: counters, and for what fails a line in the log now and then. */
import type { CacheEvent } from '#core/cache/event'
import type { Metrics } from './metrics.ts'

/** Of each kind of failure: a Redis that is down fails several times a request. */
const LINE_EVERY_MS = 10_000
const MAX_CAUSE_LENGTH = 200

/** A hit in memory is most of what happens, several times a request. */
const MEMORY_HIT = { type: 'hit', tier: 'memory' }

export function createCacheEvents(ports: {
  metrics: Metrics
  now: () => number
  warn: (line: string) => void
}): (event: CacheEvent) => void {
  const { metrics, now, warn } = ports
  const kinds = new Map<string, { loggedAt: number; unlogged: number }>()

  const log = (labels: Record<string, string>, cause: unknown): void => {
    const kind = Object.values(labels).join(' ')
    const known = kinds.get(kind) ?? { loggedAt: Number.NEGATIVE_INFINITY, unlogged: 0 }
    kinds.set(kind, known)
    if (now() - known.loggedAt < LINE_EVERY_MS) {
      known.unlogged += 1
      return
    }
    warn(
      JSON.stringify({
        event: 'cache',
        ...labels,
        cause: cause === undefined ? undefined : said(cause),
        unlogged: known.unlogged,
      }),
    )
    kinds.set(kind, { loggedAt: now(), unlogged: 0 })
  }

  return (event) => {
    if (event.type === 'hit' && event.tier === 'memory') return metrics.count('cache_events', MEMORY_HIT)
    const labels = labelsOf(event)
    metrics.count('cache_events', labels)
    // Never the key: it holds what a visitor searched for.
    if (event.type === 'tier-failed' || event.type === 'load-failed') log(labels, event.cause)
  }
}

function labelsOf(event: CacheEvent): Record<string, string> {
  const { type } = event
  if (type === 'tier-failed') return { type, tier: event.tier, operation: event.operation }
  if (type === 'load-failed') return { type, reason: event.reason }
  return 'tier' in event ? { type, tier: event.tier } : { type }
}

/**
 * The beginning of the cause, without what may stand in it of others: the Redis client repeats the command and with it
 * what was to be stored, and an address can hold credentials.
 */
function said(cause: unknown): string {
  return String(cause)
    .replace(/,? command was:[^]*$/, '')
    .replaceAll(/\b[a-z][\w+.-]*:\/\/\S+/gi, '<address>')
    .replaceAll(/\b(bearer|basic) \S+/gi, '$1 <credentials>')
    .slice(0, MAX_CAUSE_LENGTH)
}

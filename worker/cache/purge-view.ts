/**
 * What this isolate knows of purges, and how old that knowledge may be. The log is asked again after two seconds, behind
 * an answer; knowledge older than four and a half is not used before it has been renewed, so a purge is seen everywhere
 * within five seconds.
 *
 * What is older is used in two cases. The log failed: it refused, or one call of it took longer than `LOG_TIMEOUT_MS`.
 * Or the visitor has no time left to wait in, and would get nothing at all; the next one finds the renewal further on.
 */
import { createPurgeIndex, softened, type Purge, type PurgeMode, type PurgeScope } from '#core/cache/purge'
import type { StoredEntry } from '#core/cache/entry'
import type { CacheEvent } from '#core/cache/event'
import { within } from '#core/deadline'
import { timer } from '../timer.ts'

/** Where purges are written down for every isolate. Both calls may reject. */
export type PurgeLog = {
  append(mode: PurgeMode, scopes: readonly PurgeScope[]): Promise<number>
  /** The purges after `sequence`, oldest first. */
  since(sequence: number): Promise<PurgePage>
}

/** Every purge up to `sequence` has been told; `more`: there are later ones, which want another call. */
export type PurgePage = { purges: Purge[]; sequence: number; more: boolean }

/** `deadlineMs`: how long this visitor may wait for everything, from now. */
type Context = { waitUntil(promise: Promise<unknown>): void; deadlineMs: number }

export type PurgeView = {
  /** The number an entry carries whose load begins now. */
  sequence(): number
  /** The entry as it may be used: itself, a stale copy, or nothing. */
  admit(key: string, entry: StoredEntry): StoredEntry | undefined
  /** `undefined`: the view is young enough. Else it is being renewed, and must be waited for. */
  renew(context: Context): Promise<void> | undefined
  /** @throws what the log throws: a purge that is not written down has not happened. */
  purge(mode: PurgeMode, scopes: readonly PurgeScope[]): Promise<{ sequence: number; visibleEverywhereInMs: number }>
}

const RENEW_AFTER_MS = 2_000
const MUST_RENEW_AFTER_MS = 4_500
/** Of the time a visitor has, for what is known to be renewed; the rest is for the answer. Only after an isolate was idle. */
const WAIT_SHARE = 0.75
/** One call of the log, which may be on another continent. */
const LOG_TIMEOUT_MS = 1_500
const VISIBLE_WITHIN_MS = 5_000

export function createPurgeView(deps: {
  log: PurgeLog
  now: () => number
  onEvent: (event: CacheEvent) => void
}): PurgeView {
  const { log, now, onEvent } = deps
  const index = createPurgeIndex()
  let renewedAt = Number.NEGATIVE_INFINITY
  /** Every purge up to here has been read. A purge of our own is known before those of others with smaller numbers. */
  let readUpTo = 0
  let renewal: Promise<void> | undefined

  /** A log that is down cannot be written to either: going on with what is known loses no purge that was accepted. */
  const pull = async (): Promise<void> => {
    for (let more = true; more;) {
      const askedAt = now()
      const answer = await within(() => log.since(readUpTo), LOG_TIMEOUT_MS, timer)
      if (answer.outcome !== 'in-time') {
        const cause = answer.outcome === 'late' ? new Error(`no answer within ${LOG_TIMEOUT_MS} ms`) : answer.cause
        onEvent({ type: 'tier-failed', tier: 'purge-log', operation: 'get', cause })
        renewedAt = now()
        return
      }
      // Page by page: what has been read stays read when the next page fails.
      for (const purge of answer.value.purges) index.add(purge)
      readUpTo = answer.value.sequence
      index.advance(readUpTo)
      more = answer.value.more
      // Not when it was answered: the log may have been read just before a purge, and the answer been long on its way.
      if (!more) renewedAt = askedAt
    }
  }

  return {
    sequence: () => index.latest(),
    admit(key, entry) {
      const verdict = index.verdict(key, entry)
      if (verdict === 'valid') return entry
      // Not the latest number: a smaller one that is not read yet may still make it a hard purge.
      return verdict === 'soft' ? softened(entry, now(), readUpTo) : undefined
    },
    renew(context) {
      const age = now() - renewedAt
      if (age < RENEW_AFTER_MS) return undefined
      const renewing = (renewal ??= pull().finally(() => (renewal = undefined)))
      context.waitUntil(renewing)
      if (age < MUST_RENEW_AFTER_MS) return undefined
      return within(() => renewing, context.deadlineMs * WAIT_SHARE, timer).then(() => undefined)
    },
    async purge(mode, scopes) {
      const sequence = await log.append(mode, scopes)
      for (const scope of scopes) index.add({ sequence, mode, scope })
      return { sequence, visibleEverywhereInMs: VISIBLE_WITHIN_MS }
    },
  }
}

/**
 * The log of a deployment without Redis: the isolate's own. Numbers are taken from the clock, so that entries which
 * another isolate of the location stored compare with them.
 */
export function createLocalPurgeLog(now: () => number): PurgeLog {
  /** The greatest number told or given: a purge in the same millisecond must still be greater. */
  let last = 0
  return {
    append() {
      last = Math.max(last + 1, now())
      return Promise.resolve(last)
    },
    since() {
      last = Math.max(last, now())
      return Promise.resolve({ purges: [], sequence: last, more: false })
    },
  }
}

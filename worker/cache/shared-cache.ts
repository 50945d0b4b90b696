/**
 * The shared parts of the API's answers, as values of the wire contract. Nothing here depends on who asks.
 * A hit in memory costs a Map lookup and no JSON.parse: the decoded value lives as long as its entry.
 */
import { serialiseCacheStatus } from '#core/cache/cache-status'
import type { StoredEntry } from '#core/cache/entry'
import type { CacheEvent, LoadFailure } from '#core/cache/event'
import type { Origin } from '../origin-client/origin.ts'
import { createDecoder, type Decoder } from './decoder.ts'
import { findShared, loadShared } from './shared-load.ts'
import { createSwr, type Looked, type Lookup } from './swr.ts'
import type { Tiers } from './tiers.ts'

/** `path` is canonical (path + sorted allow-listed query). `parse` throws on a reply that is not what the contract says. */
export type SharedRequest<T> = {
  path: string
  parse: (body: unknown) => T
  /** What the answer may be purged by besides the tags its reply names. */
  tagsOf?: (value: T) => readonly string[]
}

export type SharedAnswer<T> =
  | {
      outcome: 'answered'
      value: T
      cacheStatus: string
      /** 'stale': the origin could not be asked. A stale answer whose refresh is merely under way is not degraded. */
      degraded: 'no' | 'stale'
      originMs: number | undefined
    }
  /** The origin answered 4xx; `problem` is its body. */
  | { outcome: 'refused'; status: number; problem: unknown; cacheStatus: string }
  | Unavailable

type Unavailable = {
  outcome: 'unavailable'
  reason: 'timeout' | 'failed' | 'bad-reply'
  cacheStatus: string
  retryAfterSeconds: number
}

/** `context.deadlineMs`: how long this caller may wait, in milliseconds from now. */
export type SharedCache = {
  /** A hit in memory is answered without a promise. */
  get<T>(request: SharedRequest<T>, context: Lookup['context']): SharedAnswer<T> | Promise<SharedAnswer<T>>
}

export function createSharedCache(deps: {
  tiers: Tiers
  origin: Origin
  now: () => number
  random: () => number
  onEvent: (event: CacheEvent) => void
}): SharedCache {
  const decoder = createDecoder()
  const parts = { ...deps, decoder }
  const swr = createSwr(deps)
  return {
    get<T>(request: SharedRequest<T>, context: Lookup['context']): SharedAnswer<T> | Promise<SharedAnswer<T>> {
      const looked = swr.look({
        key: request.path,
        find: () => findShared(parts, request, context),
        load: (older, purpose) =>
          loadShared(parts, { ...request, tagsOf: tagsIn(decoder, request) }, { older, purpose }),
        context,
      })
      return looked instanceof Promise
        ? looked.then((landed) => answerOf(decoder, request, landed))
        : answerOf(decoder, request, looked)
    },
  }
}

/** The tags that the decoded answer of an entry gives it. */
function tagsIn<T>(decoder: Decoder, { parse, tagsOf }: SharedRequest<T>): (entry: StoredEntry) => readonly string[] {
  return (entry) => tagsOf?.(decoder.value(entry, parse)) ?? []
}

function answerOf<T>(decoder: Decoder, request: SharedRequest<T>, looked: Looked): SharedAnswer<T> {
  const cacheStatus = cacheStatusOf(looked)
  switch (looked.outcome) {
    case 'hit': {
      const refused = refusalOf(decoder, looked.entry, cacheStatus)
      if (refused !== undefined) return refused
      const degraded = looked.degraded ? 'stale' : 'no'
      const value = decoder.value(looked.entry, request.parse)
      return { outcome: 'answered', value, cacheStatus, degraded, originMs: undefined }
    }
    case 'fetched': {
      const { entry, originMs } = looked.loaded
      const refused = refusalOf(decoder, entry, cacheStatus)
      if (refused !== undefined) return refused
      return {
        outcome: 'answered',
        value: decoder.value(entry, request.parse),
        cacheStatus,
        degraded: 'no',
        originMs,
      }
    }
    case 'unavailable': {
      const { reason, retryAfterSeconds } = looked
      return { outcome: 'unavailable', reason: publicReason(reason), cacheStatus, retryAfterSeconds }
    }
    case 'unshared':
    case 'not-cached':
      // loadShared never yields the one, and a request without limits never the other.
      throw new Error(`a shared part was answered '${looked.outcome}'`)
    default:
      return looked satisfies never
  }
}

function refusalOf(decoder: Decoder, entry: StoredEntry, cacheStatus: string) {
  if (entry.status === 200) return undefined
  return { outcome: 'refused', status: entry.status, problem: decoder.json(entry), cacheStatus } as const
}

/** The API's own contract: an origin that answers 5xx has failed, and so has one that there is no place to ask. */
function publicReason(reason: LoadFailure): Unavailable['reason'] {
  return reason === 'error-status' || reason === 'crowded' ? 'failed' : reason
}

function cacheStatusOf(looked: Looked): string {
  switch (looked.outcome) {
    case 'hit':
      return serialiseCacheStatus({ hit: true, ttl: looked.ttl })
    case 'fetched': {
      const { originStatus, stored } = looked.loaded
      const fwd = looked.wasHeld ? 'stale' : 'uri-miss'
      return serialiseCacheStatus({ hit: false, fwd, fwdStatus: originStatus, stored, collapsed: looked.collapsed })
    }
    case 'unavailable':
    case 'unshared':
      return serialiseCacheStatus({ hit: false, fwd: looked.wasHeld ? 'stale' : 'uri-miss' })
    case 'not-cached':
      return serialiseCacheStatus({ hit: false, fwd: 'uri-miss' })
    default:
      return looked satisfies never
  }
}

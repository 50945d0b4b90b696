import type { CacheEvent } from '#core/cache/event'
import type { ExpiringMap } from './expiring-map.ts'
import type { Tiers } from './tiers.ts'
import type { Upstream } from './upstream.ts'

export type HttpDeps = {
  upstream: Upstream
  /** Where other upstreams stand at the same address: the key of any address there, whosever it is. */
  keyOf?: (url: string) => string | undefined
  tiers: Tiers
  now: () => number
  random: () => number
  onEvent: (event: CacheEvent) => void
}

export type HttpLoadDeps = HttpDeps & {
  /** By target: the fields that its last response named in Vary and was not kept under. */
  learned: ExpiringMap<readonly string[]>
}

export type HttpJob = {
  request: Request
  /** The key of the target, and the key of this request's variant of it. */
  key: string
  variant: string
  /** What the origin is asked for: path and query. */
  path: string
  /** Takes a reply that only this request may see. */
  hand: (response: Response) => void
  /** Is told when another variant than this request's is found. */
  meet: () => void
}

/** What the platform binds to the Worker (wrangler.jsonc). Values are parsed once, in config.ts. */
import type { BucketObject } from '../durable-objects/bucket.ts'
import type { PurgeLogObject } from '../durable-objects/purge-log.ts'
import type { SessionObject } from '../durable-objects/session.ts'
import type { LogBatch } from '#core/contract/events'

export type Env = {
  SESSIONS: DurableObjectNamespace<SessionObject>
  BUCKETS: DurableObjectNamespace<BucketObject>
  PURGES: DurableObjectNamespace<PurgeLogObject>
  EVENTS: Queue<LogBatch>
  ASSETS: Fetcher
  ORIGIN_URL?: string
  ORIGIN_SECRET?: string
  IDENTITY_SECRET?: string
  ADMIN_TOKEN?: string
  /** Comma-separated exact origins of the pages that may call the API from a browser. */
  ALLOWED_ORIGINS?: string
  /** How long an answer waits for what the visitor's object knows; 40 when absent. */
  SESSION_DEADLINE_MS?: string
  /** Days after their last event until a visitor is forgotten; 30 when absent. The session objects read it. */
  RETENTION_DAYS?: string
  /** JSON, by policy name: `{"suggest":{"tokens":600,"windowSeconds":60}}`; what is not named keeps its default. */
  LIMITS?: string
  /** Upstash Redis over REST: the tier behind all locations, the leases and the purges. Both or neither. */
  REDIS_URL?: string
  REDIS_TOKEN?: string
  /** JSON: which paths are answered from which other origins (cache/upstream-config.ts). */
  UPSTREAMS?: string
}

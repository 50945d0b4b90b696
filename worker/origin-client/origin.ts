import type { Purpose } from './origin-call.ts'

/** The port to an origin: one GET, answered whole or failed with a reason. It never rejects. */

export type OriginRequest = {
  /** Path and query, as the cache keys it. */
  path: string
  headers?: Readonly<Record<string, string>>
  purpose: Purpose
}

export type OriginReply =
  | { outcome: 'replied'; status: number; headers: Headers; body: Uint8Array; originMs: number }
  | { outcome: 'timeout'; originMs: number }
  | { outcome: 'failed'; cause: unknown; originMs: number }
  /** There was no place for it: nobody was asked. */
  | { outcome: 'crowded'; originMs: 0 }

export type Origin = { fetch(request: OriginRequest): Promise<OriginReply> }

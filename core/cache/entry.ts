import type { EpochMs } from '#core/contract/time'
import type { Deadlines } from './freshness.ts'

/** One stored response: plain data, so that any tier and any request of the isolate may hold it. */
export type StoredEntry = {
  readonly status: number
  /** End-to-end response fields, names in lower case; a field that may not be joined appears once per line. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** When the load began and when its reply arrived (RFC 9111 section 4.2.3). */
  readonly requestedAt: EpochMs
  readonly receivedAt: EpochMs
  /** Its age on arrival, in whole seconds (corrected_initial_age). */
  readonly ageOnArrival: number
  readonly deadlines: Deadlines
  /** How long the load took, in milliseconds: the delta of the early refresh. */
  readonly loadMs: number
  readonly tags: readonly string[]
  /** Names of the request fields that selected this response, and their values: see vary.ts. Empty without Vary. */
  readonly vary: readonly string[]
  readonly selecting: string
  /** Groups the variants of one key: dropping the key's entry makes the variants of its family unreachable. */
  readonly family: string
  /** The purge sequence that was known when the load began: see purge.ts. */
  readonly sequence: number
}

/** Age in whole seconds at `now` (RFC 9111 section 4.2.3). */
export function ageOf(entry: StoredEntry, now: number): number {
  return entry.ageOnArrival + Math.max(0, Math.floor((now - entry.receivedAt) / 1_000))
}

export function headerOf(entry: StoredEntry, name: string): string | undefined {
  for (const [key, value] of entry.headers) if (key === name) return value
  return undefined
}

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
  readonly deadlines: Deadlines
  /** How long the load took, in milliseconds: the delta of the early refresh. */
  readonly loadMs: number
  readonly tags: readonly string[]
}

export function headerOf(entry: StoredEntry, name: string): string | undefined {
  for (const [key, value] of entry.headers) if (key === name) return value
  return undefined
}

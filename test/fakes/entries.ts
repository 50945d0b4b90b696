import { epochMs } from '#core/contract/time'
import type { StoredEntry } from '#core/cache/entry'

/** A stored entry of the tests: received at `at`, fresh for ten seconds, kept for a minute. */
export function entryAt(at: number, changes: Partial<StoredEntry> & { text?: string } = {}): StoredEntry {
  const { text = '{"n":1}', ...rest } = changes
  return {
    status: 200,
    headers: [['etag', '"1"']],
    body: new TextEncoder().encode(text),
    requestedAt: epochMs(at - 5),
    receivedAt: epochMs(at),
    ageOnArrival: 0,
    deadlines: {
      freshUntil: epochMs(at + 10_000),
      revalidateUntil: epochMs(at + 20_000),
      errorUntil: epochMs(at + 30_000),
      disconnectedUntil: epochMs(at + 30_000),
      keepUntil: epochMs(at + 60_000),
    },
    loadMs: 5,
    tags: ['a'],
    vary: [],
    selecting: '',
    family: '',
    sequence: 0,
    ...rest,
  }
}

/**
 * What an entry takes of an isolate's memory, in bytes: an estimate that errs upwards, so that a bound on it bounds the
 * heap. The factors are measured on V8 (test/core/cache/entry-cost.test.ts holds them against the heap).
 */
import type { StoredEntry } from './entry.ts'

/** The entry's own objects, its deadlines, and the slots of the maps that hold it. */
const ENTRY_BYTES = 1_200
/** A field is a pair of strings, once more a pair in the prepared answer, and copied into a Headers object of the runtime. */
const FIELD_BYTES = 240
const FIELD_COPIES = 2
const TAG_BYTES = 40
/** A key is held by the store, and once more for a while after its entry has gone. */
const KEY_COPIES = 2
/** The bytes, and a JSON value decoded from them: an object with a few strings takes twice its text, a list of lists more. */
const BODY_COPIES = 4

export function entryCost(key: string, entry: StoredEntry): number {
  return (
    ENTRY_BYTES +
    key.length * KEY_COPIES +
    sum(entry.headers, ([name, value]) => FIELD_BYTES + (name.length + value.length) * FIELD_COPIES) +
    sum(entry.tags, (tag) => TAG_BYTES + tag.length) +
    sum(entry.vary, (name) => TAG_BYTES + name.length) +
    entry.selecting.length +
    entry.body.byteLength * BODY_COPIES
  )
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  let total = 0
  for (const item of list) total += of(item)
  return total
}

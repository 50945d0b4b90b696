import type { StoredEntry } from '#core/cache/entry'

/**
 * One tier. `get` never returns an entry at or past its `keepUntil`. A store may reject: `createTiers` is the one
 * place that turns a failure into a miss and an event, and puts a deadline on every call.
 * The suite of test/contract/store.ts holds for every implementation.
 */
export type Store = {
  readonly name: string
  get(key: string): Promise<StoredEntry | undefined>
  set(key: string, entry: StoredEntry): Promise<void>
  delete(key: string): Promise<void>
}

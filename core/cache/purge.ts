/**
 * Purges as data. Every purge gets the next number of one growing sequence; every entry carries the number that was
 * known when its load began. A purge concerns an entry exactly when its number is greater, so
 * - nothing has to be found and deleted in any tier: what is concerned stops being used where it lies;
 * - a load that began before a purge and ends after it stores an entry that is purged already (the fence).
 * Numbers are only ever compared, never read as times.
 */
import type { StoredEntry } from './entry.ts'

export type PurgeScope =
  | { readonly by: 'key'; readonly value: string }
  | { readonly by: 'tag'; readonly value: string }
  | { readonly by: 'prefix'; readonly value: string }
  | { readonly by: 'everything' }

/** soft: what is concerned counts as stale. hard: it counts as absent. */
export type PurgeMode = 'soft' | 'hard'

export type Purge = { readonly sequence: number; readonly mode: PurgeMode; readonly scope: PurgeScope }

/** A purge this old concerns nothing any more: no entry is kept longer (see freshness.ts). */
export const PURGE_KEPT_MS = 8 * 86_400_000

export type PurgeIndex = {
  /** The greatest number seen: whatever was loaded knowing it is concerned by nothing in here. */
  latest(): number
  add(purge: Purge): void
  /** States that every purge up to `sequence` has been added. */
  advance(sequence: number): void
  verdict(key: string, entry: StoredEntry): 'valid' | PurgeMode
}

/** More prefixes than this and the oldest become a purge of everything: memory and lookups stay bounded. */
const MAX_PREFIXES = 128
/** The same for keys and tags together. */
const MAX_NAMES = 20_000

type Newest = { soft: number; hard: number }

export function createPurgeIndex(): PurgeIndex {
  let latest = 0
  /** Counts what was added. An entry that was found valid stays so until it changes, however many purges there are. */
  let revision = 0
  const foundValid = new WeakMap<StoredEntry, number>()
  const everything: Newest = { soft: 0, hard: 0 }
  const names = new Map<string, Newest>()
  const prefixes = new Map<string, Newest>()

  const spill = (from: Map<string, Newest>, limit: number): void => {
    for (const [name, newest] of from) {
      if (from.size <= limit) return
      from.delete(name)
      raise(everything, 'soft', newest.soft)
      raise(everything, 'hard', newest.hard)
    }
  }

  return {
    latest: () => latest,
    advance(sequence) {
      latest = Math.max(latest, sequence)
    },
    add({ scope, mode, sequence }) {
      latest = Math.max(latest, sequence)
      revision += 1
      if (scope.by === 'everything') raise(everything, mode, sequence)
      else {
        const where = scope.by === 'prefix' ? prefixes : names
        const name = scope.by === 'tag' ? tagName(scope.value) : scope.value
        const newest = where.get(name) ?? { soft: 0, hard: 0 }
        raise(newest, mode, sequence)
        where.delete(name)
        where.set(name, newest)
        spill(names, MAX_NAMES)
        spill(prefixes, MAX_PREFIXES)
      }
    },
    verdict(key, entry) {
      // The usual case, and all that a hit in memory pays for: nothing has been purged since this was loaded.
      if (entry.sequence >= latest || foundValid.get(entry) === revision) return 'valid'
      const verdict = newestConcerning(key, entry)
      if (verdict === 'valid') foundValid.set(entry, revision)
      return verdict
    },
  }

  function newestConcerning(key: string, entry: StoredEntry): 'valid' | PurgeMode {
    const found: Newest = { ...everything }
    const include = (newest: Newest | undefined): void => {
      if (newest === undefined) return
      raise(found, 'soft', newest.soft)
      raise(found, 'hard', newest.hard)
    }
    // A variant's key is its target's key, a line end, and what selects it.
    include(names.get(key.split('\n', 1)[0] ?? key))
    for (const tag of entry.tags) include(names.get(tagName(tag)))
    for (const [prefix, newest] of prefixes) if (key.startsWith(prefix)) include(newest)
    if (found.hard > entry.sequence) return 'hard'
    return found.soft > entry.sequence ? 'soft' : 'valid'
  }
}

/** Keys are paths and begin with '/' or an upstream's name; a tag's name can equal neither. */
const tagName = (tag: string): string => `\0${tag}`

function raise(newest: Newest, mode: PurgeMode, sequence: number): void {
  newest[mode] = Math.max(newest[mode], sequence)
}

/**
 * The entry after a soft purge: stale from now on, servable while it is refreshed if it could ever be served stale, and
 * known to have met every purge up to `sequence`.
 */
export function softened(entry: StoredEntry, now: number, sequence: number): StoredEntry {
  const { freshUntil, revalidateUntil, errorUntil, disconnectedUntil } = entry.deadlines
  const at = Math.min(freshUntil, now) as typeof freshUntil
  const neverStale = Math.max(revalidateUntil, errorUntil, disconnectedUntil) <= freshUntil
  return {
    ...entry,
    sequence,
    deadlines: neverStale
      ? { ...entry.deadlines, freshUntil: at, revalidateUntil: at, errorUntil: at, disconnectedUntil: at }
      : { ...entry.deadlines, freshUntil: at },
  }
}

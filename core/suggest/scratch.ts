/** The space that lookups work in, allocated once when an index is opened. */
import type { TermRange } from './fuzzy-walk.ts'
import { LONGEST_TEXT } from './layout.ts'
import { Likeliest } from './likeliest.ts'
import { Smallest } from './smallest.ts'

/** How well a completion matches, best first. */
export type Match = 'exact' | 'prefix' | 'words' | 'fuzzy'

/** The results of one lookup so far: whatever is found first stays first. */
class Found {
  ranks: number[] = []
  matches: Match[] = []
  limit = 0

  reset(limit: number): void {
    this.ranks.length = 0
    this.matches.length = 0
    this.limit = limit
  }

  get room(): number {
    return this.limit - this.ranks.length
  }

  has(rank: number): boolean {
    return this.ranks.includes(rank)
  }

  add(rank: number, match: Match): void {
    this.ranks.push(rank)
    this.matches.push(match)
  }

  addAll(smallest: Smallest, match: Match): void {
    for (let at = 0; at < smallest.count && this.room > 0; at++) this.add(smallest.values[at]!, match)
  }
}

export class Scratch {
  readonly found = new Found()
  readonly smallest = new Smallest()
  readonly second = new Smallest()
  readonly likeliest = new Likeliest()
  /** For each word of the query, the terms that the fuzzy stage took it for. */
  fuzzy: readonly TermRange[][] = []
  /** The word being looked up, and a term being read, in UTF-8 with room for a sentinel. */
  readonly key = new Uint8Array(3 * LONGEST_TEXT + 8)
  readonly term = new Uint8Array(3 * LONGEST_TEXT + 8)
  /** A shown text being put together: its words, then what replaces some of them. */
  readonly text = new Uint8Array(6 * LONGEST_TEXT + 8)
}

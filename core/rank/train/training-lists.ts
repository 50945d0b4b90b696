import type { ReplayedList } from '../features/replay.ts'

/** Lists that clicks may still come for: kept whether wanted or not. */
export const UNDECIDED = 20_000
/** Candidates of all lists together: 600,000 rows of 120 features are 300 MB. */
const MAX_CANDIDATES = 600_000
const SWEEP_EVERY = 1_000

/**
 * The lists of a log that a model can be trained on: the newest that something was wanted of, within a bound of memory.
 * A list that nobody wanted anything of teaches a ranking nothing.
 */
export class TrainingLists {
  private kept: ReplayedList[] = []
  private added = 0

  get lists(): readonly ReplayedList[] {
    return this.kept
  }

  add(list: ReplayedList): void {
    this.kept.push(list)
    this.added += 1
    if (this.added % SWEEP_EVERY === 0) this.sweep()
  }

  private sweep(): void {
    const decided = Math.max(0, this.kept.length - UNDECIDED)
    const lists = this.kept.filter((list, at) => at >= decided || list.acts.size > 0)
    let first = lists.length
    let candidates = 0
    while (first > 0 && candidates + lists[first - 1]!.count <= MAX_CANDIDATES) candidates += lists[--first]!.count
    this.kept = lists.slice(first)
  }
}

/**
 * What was touched in this visit, in an order without a model: a site's own clicks say how much more often its visitors
 * take again what they just had than what else a list shows (features/stages.ts, the first stage). Worth as much per
 * doubling as everyone's clicks are.
 */
import type { TouchedLifts } from '#core/rank/explain'
import { LEADING_STAGES, touchedBucket, type Stages } from '#core/rank/features/stages'
import { MOST_DOUBLINGS, PER_DOUBLING } from '#core/rank/learned/prior-base'
import type { RecentItem } from '#core/session/state'
import { IDLE_MS } from '#core/session/visits'

/** @param recent each item once, newest first; silence of half an hour ends the visit */
export function touchedLifts(stages: Stages, recent: readonly RecentItem[], now: number): TouchedLifts {
  const lifts = new Map<string, number>()
  let last = now
  for (const { id, at } of recent) {
    if (last - at > IDLE_MS) break
    last = at
    lifts.set(id, addedAt(stages, lifts.size + 1))
  }
  return lifts
}

/** @param rank 1 for what was touched last */
function addedAt(stages: Stages, rank: number): number {
  const doublings = Math.log2(liftOf(stages, rank) / liftOf(stages, 0))
  return PER_DOUBLING * Math.max(-MOST_DOUBLINGS, Math.min(MOST_DOUBLINGS, doublings))
}

function liftOf({ counts }: Stages, rank: number): number {
  // As in every list that is served, no place is overlooked.
  const bucket = touchedBucket({ rank, place: 0, touchedInList: 1 })
  return counts[0]!.lift(bucket, LEADING_STAGES[0].assumed[bucket])
}

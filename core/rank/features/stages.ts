/**
 * The untrained session score: the prior times one counted lift per stage. A stage sorts candidates into buckets ("the
 * item touched last", "passed over twice", "genre you like") and counts clicks against what the stages before it
 * expected, so a stage whose signal means nothing on this site stays at 1, and one that repeats another adds nothing.
 * The assumed lifts stand for the first visitors of a new site and fade as evidence comes in.
 */
import { LiftCounts } from './counts.ts'

/** Expected clicks that an assumed lift is worth. */
const WEIGHT = 12

/** Most buckets of a stage. */
export const MAX_BUCKETS = 16

export type Stage = { name: string; buckets: number; assumed: readonly number[] }

/**
 * Bucket 0 is always "says nothing": no candidate was touched. Else not this one, the last touched, the one before, up to
 * five, earlier; each apart for the top three places, the top ten and below, because a visitor who looked at something
 * scrolls back to it: the place counts less for what was touched than for what was not.
 */
const TOUCHED: Stage = {
  name: 'touched',
  buckets: 16,
  assumed: [1, 0.8, 0.8, 0.8, 5, 7, 9, 3.5, 5, 6, 2.5, 3.5, 4, 2, 2.5, 3],
}
/** Touched once, twice, up to four times, more often. */
const OFTEN: Stage = { name: 'touched often', buckets: 5, assumed: [1, 1, 1.15, 1.25, 1.3] }
const PASSED_OVER: Stage = { name: 'passed over', buckets: 4, assumed: [1, 1, 1, 1] }
const NEAR: Stage = { name: 'near the last touched', buckets: 12, assumed: Array.from({ length: 12 }, () => 1) }
const NEIGHBOUR: Stage = { name: 'neighbour', buckets: 8, assumed: [1, 1, 1, 1.05, 1.1, 1.2, 1.3, 1.4] }
const TASTE_BUCKETS = 10
export const LEADING_STAGES = [TOUCHED, OFTEN, PASSED_OVER, NEAR, NEIGHBOUR] as const

/** A taste for a value is assumed to hold at half strength. */
const TASTE_ASSUMED = [1, 0.6, 0.75, 0.87, 0.95, 1, 1.06, 1.15, 1.35, 1.7]
const tasteStage = (field: string): Stage => ({
  name: `taste ${field}`,
  buckets: TASTE_BUCKETS,
  assumed: TASTE_ASSUMED,
})

export class Stages {
  readonly stages: readonly Stage[]
  readonly counts: readonly LiftCounts[]
  private readonly lifts: Float64Array

  constructor(fieldNames: readonly string[]) {
    this.stages = [...LEADING_STAGES, ...fieldNames.map(tasteStage)]
    this.counts = this.stages.map(() => new LiftCounts(WEIGHT))
    this.lifts = new Float64Array(this.stages.length * MAX_BUCKETS)
  }

  /** The lift of each stage's buckets, from `MAX_BUCKETS` times the stage on; valid until the next call. */
  allLifts(): Float64Array {
    this.stages.forEach(({ assumed }, stage) => {
      for (let bucket = 0; bucket < assumed.length; bucket += 1) {
        this.lifts[stage * MAX_BUCKETS + bucket] = this.counts[stage]!.lift(bucket, assumed[bucket])
      }
    })
    return this.lifts
  }

  expect(stage: number, bucket: number, amount: number): void {
    this.counts[stage]!.expect(bucket, amount)
  }

  click(stage: number, bucket: number): void {
    this.counts[stage]!.click(bucket)
  }
}

export function touchedBucket(at: { rank: number; place: number; touchedInList: number }): number {
  if (at.touchedInList === 0) return 0
  const kind = at.rank <= 2 ? at.rank : at.rank <= 5 ? 3 : 4
  return 1 + 3 * kind + (at.place < 3 ? 0 : at.place < 10 ? 1 : 2)
}
export const oftenBucket = (touches: number): number => (touches <= 2 ? touches : touches <= 4 ? 3 : 4)
export const passedOverBucket = (times: number): number => Math.min(3, times)
/** Places below the last touched item, -5 .. 5; 0 when it is not in the list. */
export const nearBucket = (distance: number): number =>
  Number.isNaN(distance) ? 0 : Math.max(-5, Math.min(5, distance)) + 6

const NEIGHBOUR_EDGES = [0, 0.05, 0.12, 0.25, 0.45, 0.7, 0.95]
/** By the share of the list's best vote. */
export const neighbourBucket = (share: number): number => edgesBelow(NEIGHBOUR_EDGES, share)

/** Of a taste that says something; bucket 0 is for those that do not. */
export function tasteBucket(taste: number): number {
  if (taste > 0.04) return taste > 0.25 ? (taste > 0.5 ? 9 : 8) : taste > 0.12 ? 7 : 6
  if (taste > -0.12) return taste > -0.04 ? 5 : 4
  return taste > -0.25 ? 3 : taste > -0.5 ? 2 : 1
}

function edgesBelow(edges: readonly number[], value: number): number {
  let below = 0
  while (below < edges.length && value > edges[below]!) below += 1
  return below
}

/** What the neighbour search weighs, each dimensionless unless said. `tune` chooses them on the tail of the training log. */
export type KnnParameters = {
  /** Newest distinct items of the session that look for neighbours. */
  lastItems: number
  /** Newest sessions read per item (VMIS-kNN's m). */
  sessionsPerItem: number
  /** Most similar sessions that vote (k). */
  neighbours: number
  /** Clicks after which an item of the session counts 1/e (STAN's first decay). */
  clickDecay: number
  /** Age, as a share of the training period's sessions, after which a neighbour counts 1/e (STAN's second). */
  ageDecay: number
  /** Steps from the shared item after which a neighbour's item counts 1/e (STAN's third). */
  stepDecay: number
  /** Power of a neighbour's length that divides its vote: 0 ignores length, 0.5 is the cosine. */
  lengthPower: number
  /** Powers of the inverse session frequency, of the shared item and of the item voted for. */
  sharedIdf: number
  votedIdf: number
  /** Weight of sequence rules (what followed the current item) against the neighbours' best vote, and of the item before it. */
  sequence: number
  previousSequence: number
  /** Weight of items that this session already holds, and the number of newer items after which it falls to 1/e. */
  repeat: number
  repeatDecay: number
}

/** Chosen on the last 5 % of a shop's training sessions; good elsewhere, and where `tune` starts. */
export const DEFAULT_PARAMETERS: KnnParameters = {
  lastItems: 20,
  sessionsPerItem: 1_500,
  neighbours: 100,
  clickDecay: 2,
  ageDecay: 2,
  stepDecay: 6,
  lengthPower: 0.3,
  sharedIdf: 2,
  votedIdf: 0.5,
  sequence: 0.15,
  previousSequence: 0.3,
  repeat: 1,
  repeatDecay: 3,
}

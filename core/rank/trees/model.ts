/**
 * A gradient-boosted model as LightGBM lays it out: one record a tree, internal nodes and leaves numbered apart.
 * Both readers (text and JSON dump) produce it, the trainer writes it, and `pack` turns it into what the edge evaluates.
 *
 * Children: `>= 0` is an internal node, negative is a leaf (`~child`). A child's number is always above its parent's,
 * so every walk ends. `decisionType` keeps LightGBM's bits: 1 categorical, 2 default left, 4 zero-as-missing, 8 NaN.
 * For a categorical node `threshold` is the index of its bitset in `catBoundaries`.
 * Source: LightGBM 4, include/LightGBM/tree.h and src/io/tree.cpp.
 */
export type Tree = {
  splitFeature: ArrayLike<number>
  threshold: ArrayLike<number>
  decisionType: ArrayLike<number>
  leftChild: ArrayLike<number>
  rightChild: ArrayLike<number>
  leafValue: ArrayLike<number>
  /** Mean output below each internal node; only explanations read it. Empty when the file does not carry it. */
  internalValue: ArrayLike<number>
  catBoundaries: ArrayLike<number>
  catThreshold: ArrayLike<number>
}

export type TreeModel = {
  featureNames: string[]
  trees: Tree[]
  /** True for a random forest: the score is the mean over trees, not the sum. */
  averageOutput: boolean
}

export const DECISION = { categorical: 1, defaultLeft: 2, missingMask: 12, missingZero: 4, missingNaN: 8 } as const

/** A model file or blob that can't be evaluated exactly as LightGBM would; the message says where. */
export class TreeFormatError extends Error {
  override name = 'TreeFormatError'
}

import { writeTextModel } from '#core/rank/trees/write-text'

/** A LightGBM model of one tree: 2 where the column is above the threshold, else 0. */
export function singleSplit(names: string[], { name, above }: { name: string; above: number }): string {
  const tree = {
    splitFeature: [names.indexOf(name)],
    threshold: [above],
    // Default left, missing is NaN.
    decisionType: [10],
    leftChild: [-1],
    rightChild: [-2],
    leafValue: [0, 2],
    internalValue: [1],
    catBoundaries: [],
    catThreshold: [],
  }
  return writeTextModel({ featureNames: names, trees: [tree], averageOutput: false })
}

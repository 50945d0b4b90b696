import { DECISION, type Tree, type TreeModel } from '#core/rank/trees/model'

/** A model of random trees over four features; `random` decides everything, so a seed names a model. */
export function randomModel(random: () => number, shape: { trees: number; leaves: number }): TreeModel {
  return {
    featureNames: ['price', 'stock', 'brand', 'colour'],
    trees: Array.from({ length: shape.trees }, () => randomTree(random, 1 + Math.floor(random() * shape.leaves))),
    averageOutput: false,
  }
}

/** Grown leaf by leaf as LightGBM grows: each new split takes over a random leaf's slot. */
function randomTree(random: () => number, leaves: number): Tree {
  const splits = leaves - 1
  const tree = {
    splitFeature: [] as number[],
    threshold: [] as number[],
    decisionType: [] as number[],
    leftChild: [] as number[],
    rightChild: [] as number[],
    leafValue: Array.from({ length: leaves }, () => random() * 2 - 1),
    internalValue: Array.from({ length: splits }, () => random() * 2 - 1),
    catBoundaries: [0],
    catThreshold: [] as number[],
  }
  for (let node = 0; node < splits; node += 1) {
    takeOver(tree, node, Math.floor(random() * (node + 1)))
    tree.rightChild[node] = ~(node + 1)
    pushDecision(tree, random)
  }
  return tree
}

function takeOver(tree: { leftChild: number[]; rightChild: number[] }, node: number, leaf: number): void {
  for (const side of [tree.leftChild, tree.rightChild]) {
    const parent = side.indexOf(~leaf)
    if (parent >= 0) side[parent] = node
  }
  tree.leftChild[node] = ~leaf
}

type Growing = {
  splitFeature: number[]
  threshold: number[]
  decisionType: number[]
  catBoundaries: number[]
  catThreshold: number[]
}

function pushDecision(tree: Growing, random: () => number): void {
  const categorical = random() < 0.4
  tree.splitFeature.push(Math.floor(random() * 2) + (categorical ? 2 : 0))
  if (categorical) {
    tree.decisionType.push(DECISION.categorical)
    tree.threshold.push(tree.catBoundaries.length - 1)
    for (let word = Math.floor(random() * 3); word >= 0; word -= 1)
      tree.catThreshold.push(Math.floor(random() * 2 ** 32))
    tree.catBoundaries.push(tree.catThreshold.length)
  } else {
    tree.decisionType.push(Math.floor(random() * 2) * 2 + Math.floor(random() * 3) * 4)
    tree.threshold.push(random() < 0.1 ? Number.POSITIVE_INFINITY : random() < 0.2 ? 0 : random() * 4 - 2)
  }
}

const ODD = [
  Number.NaN,
  0,
  -0,
  1e-36,
  -1e-36,
  1e-34,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0.5,
  -3,
  2.9,
  1e12,
  999,
]

/** Rows in which every second value is one that implementations disagree about. */
export function randomRow(random: () => number): number[] {
  return Array.from({ length: 4 }, (_, column) => {
    if (random() < 0.5) return ODD[Math.floor(random() * ODD.length)] ?? 0
    return column < 2 ? random() * 4 - 2 : Math.floor(random() * 80)
  })
}

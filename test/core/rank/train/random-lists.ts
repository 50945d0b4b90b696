import type { Dataset } from '#core/rank/train/dataset'
import { seededRandom } from '#core/rank/train/seeded-random'

/** Lists whose wanted rows follow `x` and, where it is known, `y`; `noise` says nothing and `flat` never changes. */
export function randomLists(seed: number, groups: number): Dataset {
  const random = seededRandom(seed)
  const featureNames = ['noise', 'x', 'y', 'flat']
  const size = 8
  const values = new Float32Array(groups * size * 4)
  const labels = new Float32Array(groups * size)
  for (let row = 0; row < labels.length; row += 1) {
    const x = random()
    const y = random() < 0.3 ? Number.NaN : random()
    values.set([random(), x, y, 1], row * 4)
    labels[row] = x + (Number.isNaN(y) ? 0 : y) + random() * 0.3 > 1.5 ? 1 : 0
  }
  return {
    featureNames,
    values,
    labels,
    groupStart: Uint32Array.from({ length: groups + 1 }, (_, group) => group * size),
  }
}

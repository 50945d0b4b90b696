import type { Schema } from '../features/fields.ts'
import type { ReplayedList } from '../features/replay.ts'
import { tableNames } from '../learned/table-names.ts'
import type { Dataset } from './dataset.ts'

/** Lists as training groups, in order. */
export function datasetOf(schema: Schema, lists: readonly ReplayedList[]): Dataset {
  const featureNames = tableNames(schema)
  const groupStart = new Uint32Array(lists.length + 1)
  lists.forEach((list, group) => (groupStart[group + 1] = groupStart[group]! + list.count))
  const rows = groupStart.at(-1)!
  const values = new Float32Array(rows * featureNames.length)
  const labels = new Float32Array(rows)
  lists.forEach((list, group) => {
    values.set(list.rows, groupStart[group]! * featureNames.length)
    labels.set(list.labels, groupStart[group])
  })
  return { featureNames, values, groupStart, labels }
}

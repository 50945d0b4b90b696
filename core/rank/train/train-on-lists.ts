import type { Schema } from '../features/fields.ts'
import type { ReplayedList } from '../features/replay.ts'
import { COLUMN } from '../features/table.ts'
import { openModel, packModel } from '../trees/codec.ts'
import { scoreRows } from '../trees/evaluate.ts'
import type { TreeModel } from '../trees/model.ts'
import { baseTree } from './base-tree.ts'
import { calibrate, type Calibration } from './calibrate.ts'
import { sliceGroups, type Dataset } from './dataset.ts'
import { DEFAULT_RULES, trainLambdaMart } from './lambdamart.ts'
import { datasetOf } from './lists-dataset.ts'
import { seededRandom } from './seeded-random.ts'
import { UNDECIDED } from './training-lists.ts'

/** The oldest lists met empty statistics, which serving never does; the newest train lists decide when to stop. */
const WARM_UP = 0.1
const HELD_OUT = 0.15

/**
 * `lists` were trained on; `calibration` and `heldOutNdcg` come from the newest of them before the
 * last training, `calibration` also from the lists between them that nobody wanted anything of.
 */
export type TrainedOnLists = { model: TreeModel; calibration: Calibration; heldOutNdcg: number; lists: number }

/** Stops early on the newest lists, then trains once more on all of them for as many trees. */
export function trainOnLists(schema: Schema, lists: readonly ReplayedList[], seed: number): TrainedOnLists {
  const warm = lists.slice(Math.floor(lists.length * WARM_UP))
  const wanted = warm.filter((list) => list.labels.some((label) => label > 0))
  const data = datasetOf(schema, wanted)
  const cut = Math.floor(wanted.length * (1 - HELD_OUT))
  const held = sliceGroups(data, cut, wanted.length)
  // Where nobody wanted anything yet, the untrained order is all there is to learn.
  const base = baseTree(wanted.length > 0 ? data : datasetOf(schema, warm), COLUMN.session_score)
  const first = trainLambdaMart(sliceGroups(data, 0, cut), {
    rules: DEFAULT_RULES,
    random: seededRandom(seed),
    heldOut: held,
    base,
  })
  const calibration = calibrateOn(first.model, datasetOf(schema, shownWith(warm, wanted.slice(cut))))
  const trees = first.model.trees.length
  const rules = { ...DEFAULT_RULES, trees }
  const model = trees === 0 ? first.model : trainLambdaMart(data, { rules, random: seededRandom(seed), base }).model
  return { model, calibration, heldOutNdcg: first.heldOutNdcg, lists: wanted.length }
}

/**
 * Every list of the held-out time, also those that nobody wanted anything of: a purchase in one list of fifty must not
 * look as likely as a click in every second. As far back as all lists are kept (training-lists.ts).
 */
function shownWith(lists: readonly ReplayedList[], held: readonly ReplayedList[]): ReplayedList[] {
  const since = held[0]?.at ?? Number.POSITIVE_INFINITY
  return lists.slice(-UNDECIDED).filter((list) => list.at >= since)
}

const calibrateOn = (model: TreeModel, data: Dataset): Calibration => calibrate(scoresOf(model, data), data.labels)

function scoresOf(model: TreeModel, data: Dataset): Float64Array {
  const scores = new Float64Array(data.labels.length)
  scoreRows(
    openModel(packModel(model)),
    { values: data.values, count: scores.length, stride: data.featureNames.length },
    scores,
  )
  return scores
}

/** A published model as the ranking uses it: heads and the knowledge whose columns they read, opened and checked together. */
import type { ModelManifest } from '#core/contract/model'
import { openKnowledge } from '#core/rank/features/knowledge-codec'
import type { Knowledge } from '#core/rank/features/knowledge'
import { featureTable, type Feature } from '#core/rank/features/table'
import { tableNames } from '#core/rank/learned/table-names'
import type { Head } from '#core/rank/train/heads'
import { openModel } from '#core/rank/trees/codec'
import { TreeFormatError } from '#core/rank/trees/model'

/** `names` are the columns that its trees read; `table` says what they mean. */
export type ServedModel = { name: string; heads: Head[]; knowledge: Knowledge; names: string; table: Feature[] }

type Parts = { name: string; heads: ModelManifest['heads']; trees: readonly ArrayBuffer[]; knowledge: ArrayBuffer }

/** @throws TreeFormatError or RangeError when a part is damaged, or the parts are not of one table. */
export function openServedModel({ name, heads, trees, knowledge }: Parts): ServedModel {
  const known = openKnowledge(knowledge)
  const names = tableNames(known.store.schema).join('\n')
  const opened = heads.map(({ objective, weight, calibration }, place) => {
    const model = openModel(trees[place] ?? new ArrayBuffer(0))
    if (model.featureNames.join('\n') !== names)
      throw new TreeFormatError(`The head "${objective}" was trained on other columns than the knowledge has.`)
    return { objective, weight, calibration, model }
  })
  return { name, heads: opened, knowledge: known, names, table: featureTable(known.store.schema) }
}

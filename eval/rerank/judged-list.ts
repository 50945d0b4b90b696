import type { ReplayedList } from '#core/rank/features/replay'
import { COLUMN } from '#core/rank/features/table'
import { scoreRows } from '#core/rank/trees/evaluate'
import type { PackedModel } from '#core/rank/trees/codec'

export type Order = 'shown' | 'popularity' | 'prior' | 'session' | 'model'

/** A test list under each order. `labels` go on being filled while the log is replayed; the features are not kept. */
export type JudgedList = Pick<ReplayedList, 'labels' | 'session' | 'known' | 'first'> & {
  scores: Record<Order, Float64Array>
}

/** Scores the list by what was known when it was shown; higher is better. */
export function judge(list: ReplayedList, model: PackedModel): JudgedList {
  const { labels, session, known, first, rows, count, popularity } = list
  const width = model.featureNames.length
  const column = (at: number) => Float64Array.from(labels, (_, place) => rows[place * width + at] ?? 0)
  const byModel = new Float64Array(count)
  scoreRows(model, { values: rows, count, stride: width }, byModel)
  const scores = {
    shown: Float64Array.from(labels, (_, place) => -place),
    popularity: Float64Array.from(popularity),
    prior: column(COLUMN.prior),
    session: column(COLUMN.session_score),
    model: byModel,
  }
  return { labels, session, known, first, scores }
}

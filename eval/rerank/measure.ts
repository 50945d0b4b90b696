import type { ReplayedList } from '#core/rank/features/replay'
import { listQuality } from '#core/rank/train/metric'

export type Quality = { ndcg10: number; mrr: number }
/** Scores of a list's candidates; higher is better. */
export type Scorer = (list: ReplayedList) => ArrayLike<number>

/** Mean quality over the lists. */
export function measure(lists: readonly ReplayedList[], score: Scorer): Quality {
  const sum = { ndcg10: 0, mrr: 0 }
  for (const list of lists) {
    const { ndcg10, mrr } = listQuality(list.labels, score(list))
    sum.ndcg10 += ndcg10
    sum.mrr += mrr
  }
  const count = Math.max(1, lists.length)
  return { ndcg10: sum.ndcg10 / count, mrr: sum.mrr / count }
}

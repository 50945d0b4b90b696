import { listQuality } from '#core/rank/train/metric'
import type { JudgedList, Order } from './judged-list.ts'

export type Quality = { ndcg10: number; mrr: number }

/** Mean quality of an order over the lists: not a number when there are none. */
export function measure(lists: readonly JudgedList[], order: Order): Quality {
  const sum = { ndcg10: 0, mrr: 0 }
  for (const list of lists) {
    const { ndcg10, mrr } = listQuality(list.labels, list.scores[order])
    sum.ndcg10 += ndcg10
    sum.mrr += mrr
  }
  return { ndcg10: sum.ndcg10 / lists.length, mrr: sum.mrr / lists.length }
}

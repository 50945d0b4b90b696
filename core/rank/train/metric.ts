import { groupCount, type Dataset } from './dataset.ts'

/** One list's quality: NDCG at 10 with the label as gain, and one over the rank of the first wanted row. */
export function listQuality(labels: ArrayLike<number>, scores: ArrayLike<number>): { ndcg10: number; mrr: number } {
  const order = Array.from({ length: labels.length }, (_, row) => row).sort((a, b) => scores[b]! - scores[a]! || a - b)
  const gain = (list: number[]) =>
    list.slice(0, 10).reduce((sum, label, place) => sum + label / Math.log2(place + 2), 0)
  const ranked = order.map((row) => labels[row]!)
  const ideal = gain(Array.from(labels).sort((a, b) => b - a))
  const first = ranked.findIndex((label) => label > 0)
  return { ndcg10: ideal === 0 ? 0 : gain(ranked) / ideal, mrr: first < 0 ? 0 : 1 / (first + 1) }
}

/** Mean NDCG at 10 over the groups that want something. */
export function meanNdcg(data: Dataset, scores: Float64Array): number {
  let sum = 0
  let counted = 0
  for (let group = 0; group < groupCount(data); group += 1) {
    const [start, end] = [data.groupStart[group]!, data.groupStart[group + 1]!]
    const labels = data.labels.subarray(start, end)
    if (!labels.some((label) => label > 0)) continue
    sum += listQuality(labels, scores.subarray(start, end)).ndcg10
    counted += 1
  }
  return counted === 0 ? 0 : sum / counted
}

import type { KnnParameters } from '#core/rank/knn/parameters'

/** The oracle: the published formulas over plain arrays and maps, no index, no shards. */
export function naiveNext(
  log: string[][],
  session: string[],
  how: { parameters: KnnParameters; repeat: 'on' | 'off'; limit: number },
): Map<string, number> {
  const p = how.parameters
  const seen = [...new Set(session.toReversed())].slice(0, p.lastItems)
  const known = seen.filter((item) => log.some((each) => each.includes(item)))
  const count = (item: string) => log.filter((each) => each.includes(item)).length
  const idf = (item: string) => Math.log(1 + log.length / count(item))
  const neighbours = log
    .map((items, number) => {
      const shared = known.filter((item) => items.includes(item))
      const weight = (item: string) =>
        Math.exp(-(session.length - 1 - session.lastIndexOf(item)) / p.clickDecay) * idf(item) ** p.sharedIdf
      const sum = shared.reduce((total, item) => total + weight(item), 0)
      const age = (log.length - number) / log.length
      return { items, number, shared, similarity: (sum * Math.exp(-age / p.ageDecay)) / items.length ** p.lengthPower }
    })
    .filter((each) => each.shared.length > 0)
    .sort((a, b) => b.similarity - a.similarity || b.number - a.number)
    .slice(0, p.neighbours)
  const scores = new Map<string, number>()
  const add = (item: string, amount: number) => scores.set(item, (scores.get(item) ?? 0) + amount)
  for (const { items, shared, similarity } of neighbours) {
    const at = items.lastIndexOf(shared[0] ?? '')
    items.forEach((item, index) => {
      if (index !== at) add(item, similarity * Math.exp(-Math.abs(index - at) / p.stepDecay))
    })
  }
  for (const [item, score] of scores) scores.set(item, score * idf(item) ** p.votedIdf)
  const greatest = Math.max(...scores.values(), 0)
  for (const [item, score] of scores) scores.set(item, score / greatest)
  known.slice(0, 2).forEach((item, order) => {
    const rules = followersOf(log, item)
    const most = Math.max(...rules.values())
    const weight = p.sequence * (order === 0 ? 1 : p.previousSequence)
    for (const [follower, score] of rules) add(follower, (weight * score) / most)
  })
  known.forEach((item, newer) => add(item, p.repeat * Math.exp(-newer / p.repeatDecay)))
  if (how.repeat === 'off') scores.delete(seen[0] ?? '')
  return new Map([...scores].sort((a, b) => b[1] - a[1]).slice(0, how.limit))
}

function followersOf(log: string[][], item: string): Map<string, number> {
  const rules = new Map<string, number>()
  log.forEach((items, number) => {
    items.forEach((each, at) => {
      if (each !== item) return
      items.slice(at + 1, at + 10).forEach((next, step) => {
        const weight = Math.exp((number - log.length) / log.length / 0.5) / (step + 1)
        if (next !== item) rules.set(next, (rules.get(next) ?? 0) + weight)
      })
    })
  })
  return rules
}

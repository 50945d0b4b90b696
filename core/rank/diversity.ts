/**
 * A page with more than one kind of thing on it. Caps decide which items a page has, maximal marginal relevance
 * (Carbonell and Goldstein, SIGIR 1998) in which order they stand; nothing moves further than a cap sends it, so that
 * pages have no gap and no repeat.
 *
 *   next = argmax over the page's rest of  score(i) - LIKENESS · max over those above of similarity(i, above)
 *
 * which is MMR with lambda = 1 / (1 + LIKENESS). The first item is the one with the best score, and no item is passed
 * by one whose score is more than LIKENESS lower. Similarity: facet values in common over facet values of either.
 */
import type { Candidates } from '#core/rank/candidates'

/** In units of the best match: a tenth of it is given up for a page that is not all the same. Lambda is 0.91. */
const LIKENESS = 0.1

export type Cap = { facet: string; most: number }

export type DiversityOptions = {
  /** What is added to each candidate's shared score. */
  own: Float64Array | undefined
  caps: readonly Cap[]
  /** Whether like items of a page may change places. */
  vary: boolean
  /** What stands on each page already, and how many more it takes. Behind them the order stays. */
  pages: readonly { standing: readonly number[]; free: number }[]
}

export function diversified(
  order: readonly number[],
  candidates: Candidates,
  { own, caps, vary, pages }: DiversityOptions,
): readonly number[] {
  if (!vary && caps.length === 0) return order
  const most = mostOf(candidates, caps)
  let waiting = order
  const diverse: number[] = []
  for (const page of pages) {
    const { taken, left } = capped(waiting, candidates, { ...page, most })
    diverse.push(...(vary ? varied(taken, candidates, own) : taken))
    waiting = left
  }
  return diverse.concat(waiting)
}

/** By a value's number: on how many items of a page it may stand. Undefined when nothing is capped. */
function mostOf({ numbersOf }: Candidates, caps: readonly Cap[]): Uint16Array | undefined {
  if (caps.length === 0) return undefined
  const count = [...numbersOf.values()].at(-1)?.to ?? 0
  const most = new Uint16Array(count).fill(0xffff)
  for (const cap of caps) {
    const numbers = numbersOf.get(cap.facet)
    if (numbers !== undefined) most.fill(cap.most, numbers.from, numbers.to)
  }
  return most
}

type Capping = DiversityOptions['pages'][number] & { most: Uint16Array | undefined }

/** The page's items. What a cap turns away waits for the next page; when nothing else is left the page is filled with it. */
function capped(waiting: readonly number[], { values }: Candidates, { standing, free, most }: Capping) {
  if (most === undefined) return { taken: waiting.slice(0, free), left: waiting.slice(free) }
  const counts = new Uint16Array(most.length)
  const add = (candidate: number): void => values[candidate]!.forEach((value) => (counts[value]! += 1))
  standing.forEach(add)
  const taken: number[] = []
  const left: number[] = []
  let next = 0
  for (; next < waiting.length && taken.length < free; next += 1) {
    const candidate = waiting[next]!
    if (values[candidate]!.every((value) => counts[value]! < most[value]!)) {
      taken.push(candidate)
      add(candidate)
    } else left.push(candidate)
  }
  taken.push(...left.splice(0, free - taken.length))
  return { taken, left: left.concat(waiting.slice(next)) }
}

function varied(page: readonly number[], { shared, values }: Candidates, own: Float64Array | undefined): number[] {
  const rest = [...page]
  const scores = Float64Array.from(page, (candidate) => shared[candidate]! + (own?.[candidate] ?? 0))
  const likeness = new Float64Array(page.length)
  const picked: number[] = []
  // The rest moves up over whoever was picked, so that it keeps its order: equals stand as they did.
  for (let left = rest.length; left > 0; left -= 1) {
    let best = 0
    for (let i = 1; i < left; i += 1) {
      if (scores[i]! - LIKENESS * likeness[i]! > scores[best]! - LIKENESS * likeness[best]!) best = i
    }
    const candidate = rest[best]!
    picked.push(candidate)
    rest.copyWithin(best, best + 1, left)
    scores.copyWithin(best, best + 1, left)
    likeness.copyWithin(best, best + 1, left)
    for (let i = 0; i < left - 1; i += 1) {
      const alike = similarity(values[candidate]!, values[rest[i]!]!)
      if (alike > likeness[i]!) likeness[i] = alike
    }
  }
  return picked
}

/** Of two ascending lists. */
function similarity(a: Uint16Array, b: Uint16Array): number {
  let common = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      common += 1
      i += 1
      j += 1
    } else if (a[i]! < b[j]!) i += 1
    else j += 1
  }
  return common === 0 ? 0 : common / (a.length + b.length - common)
}

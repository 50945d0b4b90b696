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
  /** Final score of each candidate. */
  scores: Float64Array
  caps: readonly Cap[]
  /** On how many pages items may change places: nobody looks behind the page that was asked for. */
  variedPages: number
  /** What stands on each page already, and how many more it takes. */
  pages: readonly { standing: readonly number[]; free: number }[]
}

export function diversified(order: readonly number[], candidates: Candidates, options: DiversityOptions): number[] {
  if (options.variedPages === 0 && options.caps.length === 0) return [...order]
  let waiting = [...order]
  const diverse: number[] = []
  for (const [index, page] of options.pages.entries()) {
    const { taken, left } = capped(waiting, candidates, { ...page, caps: options.caps })
    diverse.push(...(index < options.variedPages ? varied(taken, candidates, options.scores) : taken))
    waiting = left
  }
  return diverse
}

type Capping = DiversityOptions['pages'][number] & { caps: readonly Cap[] }

/** The page's items. What a cap turns away waits for the next page; when nothing else is left the page is filled with it. */
function capped(waiting: readonly number[], { hits }: Candidates, { standing, free, caps }: Capping) {
  if (caps.length === 0) return { taken: waiting.slice(0, free), left: waiting.slice(free) }
  const counts = caps.map(({ facet, most }) => ({ facet, most, of: new Map<string, number>() }))
  const valuesOf = (candidate: number, facet: string) => hits[candidate]!.item.facets[facet] ?? []
  const add = (candidate: number): void => {
    for (const { facet, of } of counts) {
      for (const value of valuesOf(candidate, facet)) of.set(value, (of.get(value) ?? 0) + 1)
    }
  }
  const fits = (candidate: number) =>
    counts.every(({ facet, most, of }) => valuesOf(candidate, facet).every((value) => (of.get(value) ?? 0) < most))
  for (const candidate of standing) add(candidate)
  const taken: number[] = []
  const left: number[] = []
  for (const candidate of waiting) {
    if (taken.length < free && fits(candidate)) {
      taken.push(candidate)
      add(candidate)
    } else left.push(candidate)
  }
  return { taken: [...taken, ...left.splice(0, free - taken.length)], left }
}

function varied(page: readonly number[], { values }: Candidates, scores: Float64Array): number[] {
  const rest = [...page]
  const likeness = new Float64Array(scores.length)
  const picked: number[] = []
  while (rest.length > 0) {
    let best = 0
    for (let i = 1; i < rest.length; i++) {
      const ahead = scores[rest[i]!]! - LIKENESS * likeness[rest[i]!]!
      if (ahead > scores[rest[best]!]! - LIKENESS * likeness[rest[best]!]!) best = i
    }
    const [candidate] = rest.splice(best, 1)
    picked.push(candidate!)
    for (const other of rest) {
      likeness[other] = Math.max(likeness[other]!, similarity(values[candidate!]!, values[other]!))
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

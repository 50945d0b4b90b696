/**
 * Which of several origins to ask: of two drawn at random the one with less to do (Mitzenmacher: The Power of Two Choices
 * in Randomized Load Balancing, 2001), as calls under way times how long they take. One whose breaker is open is left out, and one whose last call failed is
 * spared while there are others: a dead origin fails fast, so by its load alone it would look like the best.
 */
import { createBreaker, type Breaker } from '#core/cache/breaker'
import { createLatency, type Latency } from './latency.ts'

export type Candidate = {
  readonly url: string
  readonly breaker: Breaker
  readonly latency: Latency
  underWay: number
  /** When a call last failed, in milliseconds. */
  failedAt: number
}

export type OriginChoice = {
  /** `undefined`: none may be asked now. The one given away must have its result recorded. */
  choose(except?: Candidate): Candidate | undefined
  /** Whether another than this is well, as far as is known. */
  hasOther(than: Candidate): boolean
}

const BREAKER = { failureShare: 0.5, minCalls: 8, windowMs: 10_000, openMs: 2_000 }
const SPARED_MS = 2_000

export function createOriginChoice(options: {
  urls: readonly string[]
  now: () => number
  random: () => number
}): OriginChoice {
  const candidates: Candidate[] = options.urls.map((url) => ({
    url: url.replace(/\/+$/, ''),
    breaker: createBreaker(BREAKER, options.now),
    latency: createLatency(),
    underWay: 0,
    failedAt: Number.NEGATIVE_INFINITY,
  }))
  const load = (candidate: Candidate): number => (candidate.underWay + 1) * Math.max(1, candidate.latency.mean())
  const isSound = ({ failedAt }: Candidate): boolean => options.now() - failedAt >= SPARED_MS
  const place = (length: number): number => Math.floor(options.random() * length)

  return {
    hasOther: (than) => candidates.some((each) => each !== than && each.breaker.state() === 'closed' && isSound(each)),
    choose(except) {
      const others = candidates.filter((candidate) => candidate !== except && candidate.breaker.state() !== 'open')
      const sound = others.filter(isSound)
      // With one origin a second try can only go to the same one.
      const last = except?.breaker.state() === 'closed' ? [except] : []
      const able = [sound, others, last].find((some) => some.length > 0) ?? []
      const at = place(able.length)
      const first = able[at]
      if (first === undefined) return undefined
      const rest = able.toSpliced(at, 1)
      const second = rest[place(rest.length)] ?? first
      const better = load(second) < load(first) ? second : first
      return better.breaker.allows() ? better : able.find((candidate) => candidate.breaker.allows())
    },
  }
}

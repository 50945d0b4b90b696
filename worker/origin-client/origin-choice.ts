/**
 * Which of several origins to ask: of two drawn at random the one with less to do (Mitzenmacher: The Power of Two Choices
 * in Randomized Load Balancing, 2001), as calls under way times how long they take. One whose breaker is open is left out.
 */
import { createBreaker, type Breaker } from '#core/cache/breaker'
import { createLatency, type Latency } from './latency.ts'

export type Candidate = { readonly url: string; readonly breaker: Breaker; readonly latency: Latency; underWay: number }

export type OriginChoice = {
  /** `undefined`: none may be asked now. The one given away must have its result recorded. */
  choose(except?: Candidate): Candidate | undefined
}

const BREAKER = { failureShare: 0.5, minCalls: 8, windowMs: 10_000, openMs: 2_000 }

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
  }))
  const load = (candidate: Candidate): number => (candidate.underWay + 1) * Math.max(1, candidate.latency.mean())
  const draw = (from: readonly Candidate[]): Candidate | undefined => from[Math.floor(options.random() * from.length)]

  return {
    choose(except) {
      const others = candidates.filter((candidate) => candidate !== except && candidate.breaker.state() !== 'open')
      // With one origin a second try can only go to the same one.
      const able = others.length === 0 && except?.breaker.state() === 'closed' ? [except] : others
      const first = draw(able)
      const second = draw(able)
      if (first === undefined || second === undefined) return undefined
      const better = load(second) < load(first) ? second : first
      return better.breaker.allows() ? better : able.find((candidate) => candidate.breaker.allows())
    },
  }
}

/**
 * Chooses parameters on held-out prefixes: coordinate descent, each parameter in turn over a short list. The work is
 * bounded by counts, not by a clock, so the same log gives the same parameters on every machine.
 */
import { openDirectory } from './directory.ts'
import { buildKnnIndex } from './build.ts'
import { DEFAULT_PARAMETERS, type KnnParameters } from './parameters.ts'
import { openShards, evaluatePrefixes, type Prefix } from './evaluate-prefixes.ts'

/** Newest share of the sessions that is held out. */
const HELD_OUT = 0.05
const ROUNDS = 2

const CHOICES: [keyof KnnParameters, number[]][] = [
  ['repeat', [0, 0.4, 0.8, 1.2, 2, 4]],
  ['repeatDecay', [1, 3, 6, 10]],
  ['clickDecay', [1, 2, 4]],
  ['neighbours', [50, 100, 300, 1_000]],
  ['stepDecay', [2, 4, 8]],
  ['lengthPower', [0, 0.3, 0.6]],
  ['sharedIdf', [1, 2, 3]],
  ['votedIdf', [0, 0.5, 1]],
  ['ageDecay', [0.2, 0.5, 2]],
  ['sequence', [0, 0.15, 0.4, 1]],
  ['previousSequence', [0, 0.3, 0.6]],
]

/**
 * Hit rate and reciprocal rank in equal measure, each relative to where the search began.
 * @param how.prefixes held-out prefixes that are looked at, evenly spaced: the work is about sixty queries of each
 */
export function tuneKnn(
  sessions: readonly (readonly string[])[],
  { repeat, prefixes: most }: { repeat: 'on' | 'off'; prefixes: number },
): KnnParameters {
  const cut = Math.floor(sessions.length * (1 - HELD_OUT))
  const index = buildKnnIndex(sessions.slice(0, cut))
  const open = { directory: openDirectory(index.directory), shards: openShards(index) }
  const prefixes = sample(sessions.slice(cut).flatMap(prefixesOf), most)
  let best = DEFAULT_PARAMETERS
  if (prefixes.length === 0) return best
  const measure = (parameters: KnnParameters) => evaluatePrefixes(open, prefixes, { parameters, repeat })
  const start = measure(best)
  const gain = ({ hitRate, reciprocalRank }: typeof start) =>
    hitRate / Math.max(start.hitRate, 1e-9) + reciprocalRank / Math.max(start.reciprocalRank, 1e-9)
  let bestGain = gain(start)
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = bestGain
    for (const [name, values] of CHOICES) {
      for (const value of values) {
        if (best[name] === value) continue
        const tried = { ...best, [name]: value }
        const triedGain = gain(measure(tried))
        if (triedGain > bestGain) [best, bestGain] = [tried, triedGain]
      }
    }
    if (bestGain === before) break
  }
  return best
}

/** Every split of a session into what was seen and what came next. */
export function prefixesOf(session: readonly string[]): Prefix[] {
  return session.slice(1).map((next, at) => ({ seen: session.slice(0, at + 1), next }))
}

function sample(prefixes: Prefix[], most: number): Prefix[] {
  const step = Math.max(1, prefixes.length / most)
  return Array.from({ length: Math.floor(prefixes.length / step) }, (_, at) => prefixes[Math.floor(at * step)]!)
}

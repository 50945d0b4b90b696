/**
 * `npm run bench -- suggest [--data <folder>] [--json]`: size, opening time and lookup times of the suggestion index on
 * real sets, and of the libraries used today on the first of them, with the same queries.
 */
import { join } from 'node:path'
import { normalise } from '#core/text/normalise'
import { seededRandom } from '../eval/suggest/random.ts'
import type { NamedRun } from '../scripts/run-named.ts'
import { measureOurs, measurePeer, type Measured, type MeasuredPeer } from './suggest/measure.ts'
import { peers } from './suggest/peers.ts'
import { loadSets } from './suggest/sets.ts'

const DEFAULT_DATA = join(import.meta.dirname, '..', '..', 'shared', 'data', 'suggest')

export const run: NamedRun = async (args, print) => {
  const sets = loadSets(args.includes('--data') ? (args[args.indexOf('--data') + 1] ?? '') : DEFAULT_DATA)
  print(`${'set'.padEnd(12)}  completions  bytes each   ready ms  prefix p50   p99 µs   words p99   fuzzy p99`)
  const measured: Record<string, Measured> = {}
  const against: Record<string, MeasuredPeer> = {}
  for (const [name, set] of Object.entries(sets)) {
    const ours = await measureOurs(set, seededRandom(7))
    measured[name] = ours.row
    print(`${line(name, ours.row)}   (all beginnings: p50 ${ours.typed.p50}, p99 ${ours.typed.p99})`)
    if (name !== 'cities') continue
    const texts = [...new Map(set.map(({ text }) => [normalise(text), text])).values()]
    for (const peer of peers) {
      const theirs = await measurePeer(peer, texts, ours)
      against[peer.name] = theirs
      const ratios = `×${theirs.speedup} time, ×${theirs.size_ratio} size, clickable ${theirs.clickable}`
      print(`${line(peer.name, theirs)}   ${ratios} (${peer.queries} queries)`)
    }
  }
  return { sets: measured, peers: against }
}

function line(name: string, row: Measured): string {
  const { completions, bytes_per_completion, ready_ms, prefix_p50_us, prefix_p99_us, words_p99_us, fuzzy_p99_us } = row
  const cells = [completions, bytes_per_completion, ready_ms, prefix_p50_us, prefix_p99_us, words_p99_us, fuzzy_p99_us]
  return name.padEnd(12) + cells.map((cell) => String(cell).padStart(12)).join('')
}

/**
 * `npm run bench -- suggest [--data <folder>] [--json]`: size, opening time and lookup times of the suggestion index on
 * real sets, and of the libraries used today on the first of them, with the same queries.
 */
import { join } from 'node:path'
import { normalise } from '#core/text/normalise'
import { seededRandom } from '#core/rank/train/seeded-random'
import type { NamedRun } from '../scripts/run-named.ts'
import { shareOfBest } from './suggest/best-by-weight.ts'
import { measureOurs, measurePeer, type Measured, type MeasuredPeer } from './suggest/measure.ts'
import { peers } from './suggest/peers.ts'
import { loadSets } from './suggest/sets.ts'

const DEFAULT_DATA = join(import.meta.dirname, '..', '..', 'shared', 'data', 'suggest')

export const run: NamedRun = async (args, print) => {
  const sets = loadSets(args.includes('--data') ? (args[args.indexOf('--data') + 1] ?? '') : DEFAULT_DATA)
  print(
    'prefix: beginnings of 1 to 10 characters that ten completions begin with, as typed. best: the share of the ten',
  )
  print('heaviest of all that truly begin so, in the first ten answers. words: another order, one cut. Times in µs.')
  print(`${'set'.padEnd(12)} completions  bytes each    ready ms  prefix p50  prefix p99   words p99   fuzzy p99`)
  const measured: Record<string, Measured> = {}
  const against: Record<string, MeasuredPeer> = {}
  for (const [name, set] of Object.entries(sets)) {
    const share = shareOfBest(set)
    const ours = await measureOurs(set, seededRandom(7), share)
    measured[name] = ours.row
    print(`${line(name, ours.row)}   best ${ours.best} (all beginnings: p50 ${ours.typed.p50}, p99 ${ours.typed.p99})`)
    if (name !== 'cities') continue
    // Heaviest first: a library without weights that keeps the order of insertion then has the right one.
    const falling = set.toSorted((a, b) => b.weight - a.weight)
    const texts = [...new Map(falling.toReversed().map(({ text }) => [normalise(text), text])).values()].toReversed()
    for (const peer of peers) {
      const { row, best } = await measurePeer(peer, texts, { ours, share })
      against[peer.name] = row
      const ratios = `best ${best} ×${row.speedup} time, ×${row.size_ratio} size, clickable ${row.clickable}`
      print(`${line(peer.name, row)}   ${ratios} (${peer.queries} queries)`)
    }
  }
  return { sets: measured, peers: against }
}

function line(name: string, row: Measured): string {
  const { completions, bytes_per_completion, ready_ms, prefix_p50_us, prefix_p99_us, words_p99_us, fuzzy_p99_us } = row
  const cells = [completions, bytes_per_completion, ready_ms, prefix_p50_us, prefix_p99_us, words_p99_us, fuzzy_p99_us]
  return name.padEnd(12) + cells.map((cell) => String(cell).padStart(12)).join('')
}

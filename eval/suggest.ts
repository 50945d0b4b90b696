/**
 * `npm run eval -- suggest <log.tsv> [--steady] [--json]`: replays `time, user, query` or `hour, title, heat` and scores
 * completion by prefix length. `--steady` first redraws the log's queries so that nothing trends: what a setting must not
 * lose there.
 */
import type { NamedRun } from '../scripts/run-named.ts'
import { readQueryLog, steadied } from './suggest/query-log.ts'
import { seededRandom } from '#core/rank/train/seeded-random'
import { replay } from './suggest/replay.ts'

export const run: NamedRun = (args, print) => {
  const path = args.find((arg) => !arg.startsWith('--'))
  if (path === undefined) throw new Error('npm run eval -- suggest <log.tsv> [--steady] [--json]')
  const random = seededRandom(1)
  const log = readQueryLog(path)
  const { scores, gain } = replay(args.includes('--steady') ? steadied(log, random) : log, random)
  for (const [row, columns] of Object.entries(scores)) {
    const cells = Object.entries(columns).map(([column, score]) =>
      typeof score === 'number'
        ? `${column}: ${score.toFixed(3)}`
        : `${column}: ${score.mrr10.toFixed(3)} (${score.success10.toFixed(3)})`,
    )
    print(`${row.padEnd(13)} ${cells.join('   ')}`)
  }
  const gains = Object.entries(gain).map(
    ([column, { mean, error }]) => `${column}: ${mean.toFixed(4)} ± ${error.toFixed(4)}`,
  )
  print(`${'blend gains'.padEnd(13)} ${gains.join('   ')}`)
  return Promise.resolve(scores)
}

/** `npm run eval -- typos <pairs> <words> [--json]`: recall of misspelt words, `wrong right distance` and `word frequency`. */
import { buildSuggestIndex } from '#core/suggest/build'
import { openSuggestIndex } from '#core/suggest/open'
import { normalise } from '#core/text/normalise'
import type { NamedRun } from '../scripts/run-named.ts'
import { readLines } from './suggest/read-lines.ts'
import { typoRecall, type Pair } from './suggest/typo-recall.ts'

export const run: NamedRun = (args, print) => {
  const [pairsPath, wordsPath] = args
  if (pairsPath === undefined || wordsPath === undefined) {
    throw new Error('npm run eval -- typos <pairs> <words> [--json]')
  }
  const completions = readLines(wordsPath).map((line) => {
    const [text = '', frequency = '0'] = line.split(' ')
    return { text, weight: Number(frequency), kind: 'query' as const, ref: '', scopes: [] }
  })
  const opened = openSuggestIndex(buildSuggestIndex(completions).buffer)
  if (opened.outcome === 'refused') throw new Error(opened.reason)
  const words = new Set(completions.map(({ text }) => normalise(text)))
  const recall = typoRecall(opened.index, readLines(pairsPath).map(pairOf), words)
  print(`distance 1: ${percent(recall.d1)}   distance 2: ${percent(recall.d2)}   displaced: ${recall.displaced}`)
  return Promise.resolve(recall)
}

function pairOf(line: string): Pair {
  const [typed = '', intended = '', distance = '0'] = line.split(' ')
  return { typed, intended, distance: Number(distance) }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

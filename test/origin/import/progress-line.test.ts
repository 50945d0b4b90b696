import { expect, it } from 'vitest'
import { progressLine } from '../../../origin/import/progress-line.ts'

function shown(isTTY: boolean): string {
  let screen = ''
  const progress = progressLine({ isTTY, write: (text) => (screen += text) })
  for (let rows = 0; rows <= 1_000; rows++) progress.update(rows / 1_000, `${rows} rows`)
  progress.end()
  return screen
}

it('prints a line every ten percent where nobody looks', () => {
  const lines = shown(false).trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(10)
  expect(lines[0]).toBe(' 10 %  100 rows')
})

it('redraws one bar on a terminal, and takes it away at the end', () => {
  const drawn = shown(true).split('\r')
  expect(drawn.find((line) => line.includes('  50 %'))).toMatch(/^█{15}░{15}  50 %  \d+ rows/)
  expect(drawn.at(-1)).toBe('\u001b[K')
  expect(shown(true)).not.toContain('\n')
})

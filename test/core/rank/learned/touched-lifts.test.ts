import { expect, it } from 'vitest'
import { Stages } from '#core/rank/features/stages'
import { touchedLifts } from '#core/rank/learned/touched-lifts'

const NOW = 1_800_000_000_000
const MINUTE = 60_000
const recent = (...ages: [id: string, minutes: number][]) =>
  ages.map(([id, age]) => ({ id, type: 'clicked' as const, at: NOW - age * MINUTE }))

it('raises what was touched in this visit, the last most, and nothing from before a silence', () => {
  const lifts = touchedLifts(new Stages([]), recent(['a', 1], ['b', 20], ['c', 49], ['d', 80]), NOW)
  // Assumed lifts of 5, 3.5 and 2.5 against 0.8 for what was not touched.
  expect([...lifts].map(([id, added]) => [id, added.toFixed(4)])).toEqual([
    ['a', (0.1 * Math.log2(5 / 0.8)).toFixed(4)],
    ['b', (0.1 * Math.log2(3.5 / 0.8)).toFixed(4)],
    ['c', (0.1 * Math.log2(2.5 / 0.8)).toFixed(4)],
  ])
  expect(touchedLifts(new Stages([]), recent(['a', 31]), NOW).size).toBe(0)
})

it('follows what the site counted, down as well as up, at most three doublings', () => {
  const stages = new Stages([])
  const [untouched, last] = [1, 4]
  stages.expect(0, last, 1_000)
  stages.expect(0, untouched, 1_000)
  for (let click = 0; click < 1_000; click += 1) stages.click(0, untouched)
  expect(touchedLifts(stages, recent(['a', 1]), NOW).get('a')).toBeCloseTo(-0.3, 9)
  for (let click = 0; click < 2_000; click += 1) stages.click(0, last)
  const [one, two] = [(1_000 + 12 * 0.8) / 1_012, (2_000 + 12 * 5) / 1_012]
  expect(touchedLifts(stages, recent(['a', 1]), NOW).get('a')).toBeCloseTo(0.1 * Math.log2(two / one), 9)
})

/** A shop where red things are looked at and blue things are bought: which head counts for how much decides the order. */
import { expect, it } from 'vitest'
import type { LogEvent } from '#core/rank/features/log-event'
import type { ReplayedList } from '#core/rank/features/replay'
import { probabilityOf } from '#core/rank/train/calibrate'
import { listsFor, scoreHeads, type Head } from '#core/rank/train/heads'
import { listQuality } from '#core/rank/train/metric'
import { replayLog } from '#core/rank/train/replay-log'
import { seededRandom } from '#core/rank/train/seeded-random'
import { trainOnLists } from '#core/rank/train/train-on-lists'
import { openModel, packModel } from '#core/rank/trees/codec'
import { scoreRows } from '#core/rank/trees/evaluate'

const LISTS = 1_500
const random = seededRandom(9)
const RATES: Record<string, { click: number; buy: number }> = {
  red: { click: 0.4, buy: 0.002 },
  blue: { click: 0.08, buy: 0.04 },
  grey: { click: 0.08, buy: 0.002 },
}
const colourOf = (item: number) => ['red', 'blue', 'grey'][item % 3] ?? ''

function shopEvents(): LogEvent[] {
  const events: LogEvent[] = Array.from({ length: 60 }, (_, item) => ({
    kind: 'item',
    at: 0,
    id: `i${item}`,
    fields: new Map([['colour', colourOf(item)]]),
  }))
  for (let list = 0; list < LISTS; list += 1) {
    const at = 1_000_000 + list * 60_000
    const who = { user: `u${list % 400}`, session: `s${list}` }
    const items = Array.from({ length: 12 }, () => Math.floor(random() * 60))
    events.push({
      kind: 'ranking',
      at,
      id: `r${list}`,
      items: items.map((item) => ({ id: `i${item}`, fields: new Map() })),
      fields: new Map(),
      ...who,
    })
    for (const item of new Set(items)) {
      for (const type of ['click', 'buy'] as const) {
        if (random() >= (RATES[colourOf(item)]?.[type] ?? 0)) continue
        events.push({ kind: 'interaction', at: at + 1_000, item: `i${item}`, type, ranking: `r${list}`, ...who })
      }
    }
  }
  return events
}

const { schema, lists } = replayLog(shopEvents())
const [train, test] = [lists.slice(0, 1_200), lists.slice(1_200)]
const head = (objective: string): Head => {
  const { model, calibration } = trainOnLists(schema, listsFor(train, objective), 1)
  return { objective, weight: 1, calibration, model: openModel(packModel(model)) }
}
const [click, buy] = [head('click'), head('buy')]

const rowsOf = (list: ReplayedList) => ({ values: list.rows, count: list.count, stride: list.rows.length / list.count })

function quality(objective: string, heads: Head[]): number {
  const wanted = listsFor(test, objective).filter((list) => list.labels.some((label) => label > 0))
  const sum = wanted.reduce((total, list) => {
    const scores = new Float64Array(list.count)
    scoreHeads(heads, rowsOf(list), scores)
    return total + listQuality(list.labels, scores).ndcg10
  }, 0)
  return sum / wanted.length
}

it('each head is good at its own objective, and weights choose between them', () => {
  const weighed = (weight: number) => [click, { ...buy, weight }]
  expect(quality('click', weighed(0))).toBeGreaterThan(quality('click', weighed(1_000)) + 0.1)
  expect(quality('buy', weighed(1_000))).toBeGreaterThan(quality('buy', weighed(0)) + 0.1)
  // A purchase worth a click changes little; worth a hundred, it decides.
  expect(quality('click', weighed(1))).toBeGreaterThan(quality('click', weighed(100)))
  expect(quality('buy', weighed(100))).toBeGreaterThan(quality('buy', weighed(1)))
})

it.each([
  ['click', () => click, 0.187],
  ['buy', () => buy, 0.0147],
])('the probability of a %s is that of all lists, not only of those that had one', (_, of, rate) => {
  const { model, calibration } = of()
  const probabilities = test.flatMap((list) => {
    const raw = new Float64Array(list.count)
    scoreRows(model, rowsOf(list), raw)
    return Array.from(raw, (score) => probabilityOf(score, calibration))
  })
  const mean = probabilities.reduce((sum, each) => sum + each, 0) / probabilities.length
  expect(mean / rate).toBeGreaterThan(0.6)
  expect(mean / rate).toBeLessThan(1.6)
})

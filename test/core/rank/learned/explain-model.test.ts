import { describe, expect, it } from 'vitest'
import { modelBase, modelOwn } from '#core/rank/learned/model-scores'
import { emptyState } from '#core/session/state'
import { hits, items, modelOf, moment, state } from './small-model.ts'

function explained(model: ReturnType<typeof modelOf>, id: string) {
  const base = modelBase(model, hits, moment)
  const own = modelOwn(model, hits, { state, moment, neighbours: undefined, base })
  const at = items.findIndex((item) => item.id === id)
  const parts = own.explain(at)
  expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(own.scores[at] ?? Number.NaN, 12)
  return parts.map(({ why, value }) => [why, Math.sign(Math.round(value * 1e6))])
}

describe('why a model put an item where it is', () => {
  it('says which value was opened, and how often', () => {
    const model = modelOf({ column: 'genre:visitor', above: 0, weight: 1 })
    expect(explained(model, 'film-13')[0]).toEqual(['you opened Horror 3 times', 1])
    expect(explained(model, 'film-14')[0]).toEqual(['its genre fits what you clicked before', -1])
  })

  it('takes the untrained score apart into what was done', () => {
    const model = modelOf({ column: 'session_score', above: -2.5, weight: 1 })
    const touched = explained(model, 'film-9').map(([why]) => why)
    expect(touched).toEqual(expect.arrayContaining(['you opened Horror 3 times', 'you opened it in this visit']))
    expect(explained(model, 'film-14').map(([why]) => why)).toContain('you opened others of this list')
  })

  it('gives the same reasons when other lists were scored in the meantime', () => {
    const model = modelOf({ column: 'session_score', above: -2.5, weight: 1 })
    const base = modelBase(model, hits, moment)
    const own = modelOwn(model, hits, { state, moment, neighbours: undefined, base })
    const atOnce = hits.map((_, at) => own.explain(at))
    const others = hits.toReversed()
    modelOwn(model, others, {
      state: emptyState,
      moment,
      neighbours: undefined,
      base: modelBase(model, others, moment),
    })
    expect(hits.map((_, at) => own.explain(at))).toEqual(atOnce)
    const stranger = modelBase(model, hits, moment)
    expect(hits.map((_, at) => base.explain(at))).toEqual(hits.map((_, at) => stranger.explain(at)))
  })

  it('adds up several heads, each worth its weight', () => {
    const popular = { column: 'popularity:value', above: 0.5, weight: 1 }
    const fits = { column: 'genre:visitor', above: 0, weight: 3 }
    expect(explained(modelOf(popular, fits), 'film-13').slice(0, 2)).toEqual([
      ['you opened Horror 3 times', 1],
      ['its popularity', 1],
    ])
    expect(explained(modelOf({ ...popular, weight: 9 }, fits), 'film-13').slice(0, 2)).toEqual([
      ['its popularity', 1],
      ['you opened Horror 3 times', 1],
    ])
  })
})

it('orders by the weighted sum of calibrated heads, from 0 to 1, and a stranger as everyone', () => {
  const model = modelOf(
    { column: 'popularity:value', above: 0.5, weight: 1 },
    { column: 'genre:visitor', above: 0, weight: 3 },
  )
  const base = modelBase(model, hits, moment)
  // Nobody's taste is known: popularity alone parts the list.
  expect([...base.scores]).toEqual(items.map(({ popularity }) => (popularity > 0.5 ? 1 : 0)))
  const own = modelOwn(model, hits, { state, moment, neighbours: undefined, base })
  const [low, high] = [-1, 1].map((raw) => 1 / (1 + Math.exp(-(2 * raw - 1))))
  if (low === undefined || high === undefined) throw new Error('two')
  const worth = items.map(
    ({ popularity, facets }) =>
      (popularity > 0.5 ? high : low) + 3 * (['Horror', 'Drama'].includes(facets.genre?.[0] ?? '') ? high : low),
  )
  const scores = worth.map((each) => (each - 4 * low) / (4 * high - 4 * low))
  expect([...own.scores].map((score) => score.toFixed(9))).toEqual(scores.map((score) => score.toFixed(9)))
  expect([...own.added].map((added, at) => (base.scores[at] ?? 0) + added)).toEqual([...own.scores])
  const stranger = modelOwn(model, hits, { state: emptyState, moment, neighbours: undefined, base })
  expect([...stranger.added].every((added) => added === 0)).toBe(true)
})

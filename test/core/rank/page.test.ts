import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rule } from '#core/contract/rules'
import type { Hit } from '#core/contract/retrieval'
import { rankPage } from '#core/rank/page'
import { LIST_WEIGHTS } from '#core/rank/rank'
import { hitList, ruleList } from './rules/rule-list.ts'

const whole = {
  weights: LIST_WEIGHTS,
  affinities: undefined,
  explain: false,
  offset: 0,
  limit: 200,
  vary: false,
  exploring: undefined,
}
const pageOf = (hits: Hit[], rules: Rule[]) => rankPage(hits, { ...whole, rules: { own: rules, everyones: rules } })
const idsOf = (hits: Hit[], rules: Rule[]) => pageOf(hits, rules).results.map(({ id }) => id)
const pin = (id: string, item: string, position: number) => ({ id, does: 'pin', item, position })

describe('rules on a page', () => {
  it('pins, hides, boosts and buries, and leaves the rest as it was', () => {
    const hits = hitList('a', 'b:War', 'c', 'd:Drama', 'e')
    expect(idsOf(hits, ruleList(pin('p', 'e', 1)))).toEqual(['a', 'e', 'b', 'c', 'd'])
    expect(idsOf(hits, ruleList({ id: 'h', does: 'hide', on: { items: ['a', 'x'] } }))).toEqual(['b', 'c', 'd', 'e'])
    const boost = { id: 'up', does: 'boost', by: 1, on: { match: { facet: 'genre', value: 'Drama' } } }
    expect(idsOf(hits, ruleList(boost))).toEqual(['d', 'a', 'b', 'c', 'e'])
    const bury = { id: 'down', does: 'bury', by: 1, on: { items: ['a'] } }
    expect(idsOf(hits, ruleList(bury))).toEqual(['b', 'c', 'd', 'e', 'a'])
  })

  it('settles conflicts in the written order', () => {
    const hits = hitList('a', 'b', 'c', 'd')
    const hide = { id: 'hide', does: 'hide', on: { items: ['d'] } }
    expect(idsOf(hits, ruleList(pin('p', 'd', 0), hide))).toEqual(['a', 'b', 'c'])
    expect(idsOf(hits, ruleList(pin('first', 'd', 0), pin('second', 'c', 0)))).toEqual(['d', 'c', 'a', 'b'])
    expect(idsOf(hits, ruleList(pin('first', 'd', 0), pin('again', 'd', 2)))).toEqual(['d', 'a', 'b', 'c'])
    expect(idsOf(hits, ruleList(pin('far', 'a', 99), pin('too', 'b', 99)))).toEqual(['c', 'd', 'b', 'a'])
  })

  it('names the rule in the reason, and the parts still add up', () => {
    const boost = { id: 'drama-week', does: 'boost', by: 0.5, on: { items: ['c'] } }
    const rules = ruleList(boost, pin('spring-sale', 'c', 0))
    const [first] = rankPage(hitList('a', 'b', 'c'), {
      ...whole,
      explain: true,
      rules: { own: rules, everyones: [] },
    }).results
    expect(first).toMatchObject({ id: 'c', position: 0, sharedPosition: 2 })
    expect(first?.explain?.slice(1)).toEqual([
      { stage: 'rule', value: 0.5, why: 'boosted by rule drama-week' },
      { stage: 'pin', value: 0, why: 'pinned by rule spring-sale' },
    ])
    expect(first?.explain?.reduce((sum, part) => sum + part.value, 0)).toBeCloseTo(first?.score ?? Infinity, 12)
  })

  it('puts pins exactly where told, never shows the hidden, keeps the order of the others, cuts pages without a gap', () => {
    const names = Array.from({ length: 30 }, (_, i) => `m${i}`)
    const name = fc.constantFrom(...names)
    const pinsOf = fc.uniqueArray(fc.record({ item: name, position: fc.nat(29) }), {
      selector: ({ position }) => position,
      maxLength: 6,
    })
    fc.assert(
      fc.property(
        fc.nat(30),
        pinsOf,
        fc.uniqueArray(name, { maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        (n, pins, hide, limit) => {
          const hits = hitList(...names.slice(0, n))
          const hidden = { id: 'hide', does: 'hide', on: { items: ['none', ...hide] } }
          const rules = ruleList(...pins.map(({ item, position }, i) => pin(`p${i}`, item, position)), hidden)
          const ids = idsOf(hits, rules)
          const visible = names.slice(0, n).filter((id) => !hide.includes(id))
          expect(ids.toSorted()).toEqual(visible.toSorted())
          const effective = pins.filter(
            ({ item }, i) => visible.includes(item) && pins.findIndex((p) => p.item === item) === i,
          )
          const inside = effective.every(({ position }) => position < ids.length)
          const told = inside ? effective : []
          expect(told.map(({ position }) => ids[position])).toEqual(told.map(({ item }) => item))
          const free = (id: string) => effective.every(({ item }) => item !== id)
          expect(ids.filter(free)).toEqual(visible.filter(free))
          const cut = Array.from(
            { length: Math.ceil(n / limit) },
            (_, page) =>
              rankPage(hits, { ...whole, offset: page * limit, limit, rules: { own: rules, everyones: rules } })
                .results,
          ).flat()
          expect(cut.map(({ id }) => id)).toEqual(ids)
          expect(cut.every(({ position, sharedPosition }, i) => position === i && sharedPosition === i)).toBe(true)
        },
      ),
    )
  })

  it('explores one place, says with what chance, and later pages keep to it', () => {
    const hits = hitList('a', 'b', 'c', 'd', 'e', 'f')
    const rules = { own: ruleList(pin('p', 'f', 0)), everyones: [] }
    const first = rankPage(hits, {
      ...whole,
      explain: true,
      limit: 3,
      rules,
      exploring: { place: 2, draw: () => 0.99 },
    })
    expect(first.results.map(({ id }) => id)).toEqual(['f', 'a', 'e'])
    expect(first.explored).toEqual({ candidate: 4, place: 2, propensity: expect.closeTo(0.25, 9) })
    expect(first.results[2]?.explain?.at(-1)).toEqual({
      stage: 'exploration',
      value: 0,
      why: 'tried in this place, with a chance of 25.0 %',
    })
    const second = rankPage(hits, { ...whole, limit: 3, offset: 3, rules, exploring: { place: 2, candidate: 4 } })
    expect(second.results.map(({ id }) => id)).toEqual(['b', 'c', 'd'])
    expect(second.explored).toBeUndefined()
    const onPin = rankPage(hits, { ...whole, rules, exploring: { place: 0, draw: () => 0.99 } })
    expect(onPin.results.map(({ id }) => id)).toEqual(['f', 'a', 'b', 'c', 'd', 'e'])
  })

  it('says what diversity moved', () => {
    const near = hitList('a:War', 'b:War', 'c:Drama').map((hit, i) => ({ ...hit, score: 100 - i }))
    const { results } = rankPage(near, { ...whole, explain: true, vary: true, rules: { own: [], everyones: [] } })
    expect(results.map(({ id, explain }) => [id, explain?.at(-1)?.why])).toEqual([
      ['a', 'the best match'],
      ['c', 'moved up 1 for variety'],
      ['b', 'moved down 1: more like it stands above'],
    ])
  })
})

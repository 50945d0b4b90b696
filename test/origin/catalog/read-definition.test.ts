import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDefinition } from '../../../origin/catalog/read-definition.ts'

const faults = (text: string): string[] => {
  const read = readDefinition(text, '/some/where/shop.yaml')
  return read.outcome === 'broken' ? read.faults : []
}
const GOOD = `name: shop
id: sku
title: name
search:
  - { field: name, weight: 10 }
facets:
  - name: brand
    field: brand.name
    label: Brand
    affinity: 1
`

describe('a good file', () => {
  it('is read, with what it leaves out filled in', () => {
    expect(readDefinition(GOOD, 'shop.yaml')).toEqual({
      outcome: 'read',
      place: expect.any(Function),
      definition: {
        name: 'shop',
        id: 'sku',
        title: 'name',
        search: [{ field: 'name', weight: 10 }],
        facets: [{ name: 'brand', field: 'brand.name', label: 'Brand', affinity: 1 }],
        attributes: {},
        suggest: { facets: [], minVisitors: 3, fastHours: 3, slowDays: 3650, deny: [], allow: [] },
      },
    })
  })
  it('may be JSON', () => {
    const json = '{"name":"shop","id":"sku","title":"name","search":[{"field":"name","weight":1}]}'
    expect(readDefinition(json, 'shop.json').outcome).toBe('read')
  })
  it('is what the demo has', () => {
    const file = 'origin/catalog/demo/movies.yaml'
    expect(readDefinition(readFileSync(file, 'utf8'), file).outcome).toBe('read')
  })
})

describe('faults name file, line, field and what would be right', () => {
  it.each([
    [
      GOOD.replace('weight: 10', 'weight: ten'),
      'shop.yaml:5: search.0.weight: expected a number above 0, up to 100, found "ten"',
    ],
    [
      GOOD.replace('affinity: 1', 'affinity: 2'),
      'shop.yaml:10: facets.0.affinity: expected a number from 0 to 1, found 2',
    ],
    [GOOD.replace('name: brand\n', 'name: Brand\n'), 'shop.yaml:7: facets.0.name: expected a name such as genre'],
    [GOOD.replace('name: brand\n', 'name: price\n'), 'shop.yaml:7: facets.0.name: expected a name other than price'],
    [GOOD.replace('    label: Brand\n', ''), 'shop.yaml:7: facets.0.label: missing'],
    [GOOD.replace('id: sku\n', ''), 'shop.yaml:1: id: missing'],
    [GOOD.replace('id: sku', 'id: 7'), 'shop.yaml:2: id: expected a field, or slug with a list of fields, found 7'],
    [
      GOOD.replace('title: name', 'titel: name'),
      'shop.yaml:3: titel: not a known name; expected one of name, id, title, search',
    ],
    [
      `${GOOD}date: { field: day, latest: 2011 }\n`,
      'shop.yaml:11: date.latest: expected a date such as 2011-12-31, found 2011',
    ],
    [`${GOOD}attributes: { Bad: x }\n`, 'shop.yaml:11: attributes.Bad: expected a name such as genre'],
    [GOOD.replace('id: sku', 'id: sku\nid: other'), 'shop.yaml:3: Map keys must be unique'],
    [GOOD.replace('name: shop', 'name: "shop'), 'shop.yaml:'],
    ['', 'shop.yaml:1: expected a catalogue: name, id, title'],
    ['- a\n- b\n', 'shop.yaml:1: '],
    ['just words', 'shop.yaml:1: expected a catalogue'],
  ])('%#', (text, fault) => {
    expect(faults(text)).toEqual(expect.arrayContaining([expect.stringContaining(fault)]))
  })
  it('lists all of them', () => {
    expect(faults('name: shop\nid: sku\n')).toEqual(['shop.yaml:1: title: missing', 'shop.yaml:1: search: missing'])
  })
})

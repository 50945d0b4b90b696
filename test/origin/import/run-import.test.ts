import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openOrigin } from '../../../origin/open-origin.ts'
import { CATALOGUE, workbench, opened, state } from './workbench.ts'

const jsonl = (rows: unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n')

describe('importing', () => {
  it('loads a file, and the same file again changes nothing', async () => {
    const { data, write, run } = workbench()
    const file = write(
      'items.jsonl',
      jsonl([
        { sku: 'a', name: 'Lamp', tags: 'x|y', sold: 3 },
        { sku: 'b', name: 'Desk', sold: 9 },
      ]),
    )
    expect(await run(file)).toEqual({
      code: 0,
      screen: expect.stringContaining(
        '2 rows: 2 new, 0 changed, 0 unchanged, 0 repeated, 0 rejected\ncatalogue "shop": 2 items',
      ),
    })
    const first = await state(data)
    expect(first).toMatchObject({
      body: {
        hits: [
          { item: { id: 'b', popularity: 1 } },
          { item: { id: 'a', popularity: 0.5, facets: { tag: ['x', 'y'] } } },
        ],
      },
    })
    expect((await run(file)).screen).toContain('2 rows: 0 new, 0 changed, 2 unchanged')
    expect(await state(data)).toEqual(first)
  })

  it('updates by id: words, facets and shares follow', async () => {
    const { data, write, run } = workbench()
    await run(
      write(
        '1.jsonl',
        jsonl([
          { sku: 'a', name: 'Lamp', tags: 'x' },
          { sku: 'b', name: 'Desk', tags: 'x|y' },
        ]),
      ),
    )
    expect((await run(write('2.jsonl', jsonl([{ sku: 'a', name: 'Torch', tags: 'z', sold: 1 }])))).screen).toContain(
      '1 changed',
    )
    const origin = await opened(data)
    const found = async (q: string): Promise<unknown> =>
      (await origin.fetch(new Request(`http://o.test/v1/retrieve?q=${q}&facets=tag`))).json()
    expect(await found('lamp')).toMatchObject({ total: 0 })
    expect(await found('torch')).toMatchObject({ total: 1, hits: [{ item: { facets: { tag: ['z'] } } }] })
    expect(await found('')).toMatchObject({
      facets: [{ values: [{ value: 'x', count: 1 }, { value: 'y' }, { value: 'z' }] }],
    })
    origin.close()
  })

  it('loads the same catalogue from CSV', async () => {
    const [fromJson, fromCsv] = [workbench(), workbench()]
    await fromJson.run(fromJson.write('i.jsonl', jsonl([{ sku: 'a', name: 'Lamp', tags: ['x', 'y'], price: 9.5 }])))
    await fromCsv.run(fromCsv.write('i.csv', '\ufeffsku;name;tags;price\r\na;"Lamp";x|y;9.5\r\n'))
    expect(await state(fromCsv.data)).toEqual(await state(fromJson.data))
  })

  it('takes the last of rows with one id, and counts them', async () => {
    const { data, write, run } = workbench()
    const file = write(
      'i.jsonl',
      jsonl([
        { sku: 'a', name: 'One' },
        { sku: 'a', name: 'Two' },
        { sku: 'a', name: 'Three' },
      ]),
    )
    expect((await run(file)).screen).toContain('3 rows: 1 new, 0 changed, 0 unchanged, 2 repeated, 0 rejected')
    const first = await state(data)
    expect(first).toMatchObject({ body: { hits: [{ item: { title: 'Three' } }] } })
    await run(file)
    expect(await state(data)).toEqual(first)
  })

  it('lists rejected rows, all of them in a file beside the data, and takes the others', async () => {
    const { data, write, run } = workbench()
    const bad = Array.from({ length: 12 }, (_, index) => ({ sku: `bad-${index}` }))
    const file = write(
      'items.jsonl',
      `${jsonl([{ sku: 'a', name: 'A' }, ...bad])}\n{"broken\n${JSON.stringify({ sku: 'b', name: 'B' })}`,
    )
    const { code, screen } = await run(file)
    expect(code).toBe(0)
    expect(screen).toContain('15 rows: 2 new, 0 changed, 0 unchanged, 0 repeated, 13 rejected')
    expect(screen).toContain('  line 2: no title: field "name" is empty or missing\n')
    expect(screen).not.toContain('line 12:')
    const report = readFileSync(join(data, 'rejected-items.jsonl.tsv'), 'utf8').trimEnd().split('\n')
    expect(report.length).toBe(14)
    expect(report.at(-1)).toMatch(/^14\tnot JSON: /)
  })

  it('says which values it left out', async () => {
    const { write, run } = workbench()
    const { screen } = await run(
      write(
        'i.jsonl',
        jsonl([
          { sku: 'a', name: 'A', price: 'ask' },
          { sku: 'b', name: 'B', price: 'call' },
        ]),
      ),
    )
    expect(screen).toContain('field "price": left out of 2 items, unreadable, such as "ask"')
  })

  it('writes more than one batch', async () => {
    const { write, run } = workbench()
    const rows = Array.from({ length: 1_234 }, (_, index) => ({ sku: index, name: `Item ${index}` }))
    const { screen } = await run(write('i.jsonl', jsonl(rows)))
    expect(screen).toContain('1234 rows: 1234 new')
    expect(screen).toContain(' 50 %  632 rows\n')
  })
})

describe('another catalogue in the data folder', () => {
  const rows = jsonl([{ sku: 'a', name: 'A' }])
  it('gives way when it is the demo', async () => {
    const { data, write, run } = workbench()
    const seeded = await openOrigin({
      dataFolder: data,
      access: { kind: 'open' },
      now: () => 0,
      onSeedProgress: () => {},
      rebuildEveryMs: null,
    })
    expect(seeded.outcome === 'opened' && seeded.origin.catalogue?.items).toBe(3200)
    const { code, screen } = await run(write('i.jsonl', rows))
    expect({ code, screen }).toEqual({
      code: 0,
      screen: expect.stringContaining('the catalogue was rebuilt from this file alone'),
    })
    // The origin that was running all the time answers from the new catalogue.
    if (seeded.outcome !== 'opened') return
    expect(await (await seeded.origin.fetch(new Request('http://o.test/v1/retrieve?q=a'))).json()).toMatchObject({
      total: 1,
    })
    seeded.origin.close()
  })
  it('stays otherwise, unless --replace says so', async () => {
    const { data, write, run } = workbench()
    await run(write('i.jsonl', rows))
    const before = await state(data)
    const other = write('other.yaml', CATALOGUE.replace('name: shop', 'name: garden'))
    const refused = await run(write('i.jsonl', rows), '--catalog', other)
    expect(refused).toEqual({
      code: 1,
      screen: expect.stringContaining('holds the catalogue "shop", and other.yaml describes "garden"'),
    })
    expect(await state(data)).toEqual(before)
    expect((await run(write('i.jsonl', rows), '--catalog', other, '--replace')).screen).toContain(
      'catalogue "garden": 1 items',
    )
  })
  it('is rebuilt when its fields change, and only then', async () => {
    const { write, run } = workbench()
    await run(
      write(
        'i.jsonl',
        jsonl([
          { sku: 'a', name: 'A' },
          { sku: 'b', name: 'B' },
        ]),
      ),
    )
    const heavier = write('heavier.yaml', CATALOGUE.replace('weight: 10', 'weight: 20'))
    expect((await run(write('i.jsonl', rows), '--catalog', heavier)).screen).toContain('catalogue "shop": 2 items')
    const wider = write('wider.yaml', CATALOGUE.replace('weight: 10 }', 'weight: 10 }, { field: tags, weight: 1 }'))
    expect((await run(write('i.jsonl', rows), '--catalog', wider)).screen).toContain('catalogue "shop": 1 items')
  })
})

describe('--purge', () => {
  it('is refused before anything is imported when it cannot work', async () => {
    const { run, write } = workbench()
    const file = write('a.jsonl', '{"sku":"1","name":"One"}\n')
    expect(await run(file, '--purge', 'http://127.0.0.1:9')).toEqual({
      code: 1,
      screen: '--purge needs the ADMIN_TOKEN of the edge in the environment.\n',
    })
    expect((await run(file, '--purge', 'shop.example.com')).screen).toContain("expected the edge's address")
    expect((await run(file)).screen).toContain('1 rows: 1 new')
  })

  it('leaves the import standing when the edge cannot be reached, and says so', async () => {
    const { run, write } = workbench(CATALOGUE, { ADMIN_TOKEN: 'token' })
    const file = write('a.jsonl', '{"sku":"1","name":"One"}\n')
    const { code, screen } = await run(file, '--purge', 'http://127.0.0.1:9')
    expect(code).toBe(1)
    expect(screen).toContain('1 rows: 1 new')
    expect(screen).toContain(
      'The import is done, but the edge at http://127.0.0.1:9 was not told (it cannot be reached)',
    )
  })
})

describe('a field that no row has', () => {
  const catalogue = `name: shop
id: sku
title: name
search:
  - { field: nmae, weight: 10 }
  - { field: name, weight: 1 }
facets:
  - { name: color, field: color, label: Colour, affinity: 1 }
price: prize
popularity: [sold, likes.count]
attributes: { size: size }
`
  it('is said with its line, and the import stands', async () => {
    const { write, run } = workbench(catalogue)
    const rows = [
      { sku: 'a', name: 'A', sold: null },
      { sku: 'b', name: 'B', likes: { count: 1 } },
    ]
    const { code, screen } = await run(write('i.jsonl', jsonl(rows)))
    expect(code).toBe(0)
    expect(screen).toContain('catalogue "shop": 2 items')
    expect(screen.split('\n').filter((line) => line.includes('in no row of the file'))).toEqual([
      'shop.yaml:5: search.0.field "nmae": in no row of the file',
      'shop.yaml:8: facets.0.field "color": in no row of the file',
      'shop.yaml:9: price "prize": in no row of the file',
      'shop.yaml:11: attributes.size "size": in no row of the file',
    ])
  })
  it('is not said of a column that is empty in every row', async () => {
    const { write, run } = workbench()
    expect((await run(write('i.csv', 'sku,name,tags,price,sold\n1,One,,,\n'))).screen).not.toContain('in no row')
  })
})

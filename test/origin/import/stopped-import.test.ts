import { mkdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runImport } from '../../../origin/import/run-import.ts'
import { CATALOGUE, workbench, state } from './workbench.ts'

describe('what stops an import', () => {
  it('is a broken catalogue file, with its line', async () => {
    const { write, run } = workbench(CATALOGUE.replace('price: price', 'prize: price'))
    expect(await run(write('i.jsonl', ''))).toEqual({
      code: 1,
      screen: expect.stringContaining('shop.yaml:6: prize: not a known name; expected one of name, id, title'),
    })
  })
  it.each([
    ['nothing.jsonl', 'Cannot read /nothing.jsonl: is the path right?'],
    ['data.json', 'expected a .jsonl or .csv file'],
    ['folder.csv', 'Cannot read /folder.csv: is the path right?'],
  ])('is %s', async (name, sentence) => {
    const { write, run } = workbench()
    mkdirSync(write('shop.yaml', CATALOGUE).replace('shop.yaml', 'folder.csv'))
    const { code, screen } = await run(write('shop.yaml', CATALOGUE).replace('shop.yaml', name))
    expect({ code, screen }).toEqual({ code: 1, screen: expect.stringContaining(sentence) })
  })
  it.each([
    ['empty.jsonl', '', 'empty.jsonl has no rows: expected a JSON object a line'],
    ['header.csv', 'sku,name\n', 'header.csv has no rows'],
    ['returns.csv', 'sku,name\r1,One\r2,Two\r', 'returns.csv has no rows'],
    ['bad.jsonl', '{"name":"One"}\nnonsense\n', 'None of the 2 rows could be imported'],
  ])('is a file without one good row, and what is there stays: %s', async (name, content, sentence) => {
    const { data, write, run } = workbench()
    await run(write('good.jsonl', '{"sku":"1","name":"One"}\n{"sku":"2","name":"Two"}\n'))
    const before = await state(data)
    // Another field makes the catalogue one that is built anew.
    write('shop.yaml', CATALOGUE.replace('price: price', 'price: cost'))
    for (const flags of [[], ['--replace']]) {
      const { code, screen } = await run(write(name, content), ...flags)
      expect({ code, screen }).toEqual({ code: 1, screen: expect.stringContaining(sentence) })
      expect(screen).toContain('The catalogue is as it was.')
    }
    expect(await state(data)).toEqual(before)
  })
  it.each([
    [[]],
    [['a.csv']],
    [['a.csv', 'b.csv', '--catalog', 'c']],
    [['a.csv', '--catalogue', 'c']],
    [['a.csv', '--catalog']],
  ])('is a wrong call: %j', async (args) => {
    let screen = ''
    const code = await runImport(args, {}, { isTTY: false, write: () => {}, error: (line) => (screen += line) })
    expect({ code, screen }).toEqual({
      code: 1,
      screen: expect.stringContaining('npm run import -- <file.jsonl|file.csv> --catalog'),
    })
  })
})

describe('a catalogue file whose needed fields are in no row', () => {
  const rows = '{"sku":"1","name":"One"}\n{"sku":"2","name":"Two"}\n'
  it.each([
    [
      'searched',
      ['field: name', 'field: nmae'],
      'shop.yaml:4: search.0.field "nmae": in no row of the file\nNothing could be searched, so nothing was imported.',
    ],
    ['title', ['title: name', 'title: nmae'], 'shop.yaml:3: title "nmae": in no row of the file\n'],
    ['id', ['id: sku', 'id: { slug: [skew] }'], 'shop.yaml:2: id.slug.0 "skew": in no row of the file\n'],
  ])('stops it: %s', async (_, [from = '', to = ''], sentence) => {
    const { data, write, run } = workbench(CATALOGUE.replace(from, to))
    const first = await run(write('i.jsonl', rows))
    expect(first).toEqual({ code: 1, screen: expect.stringContaining(sentence) })
    expect(first.screen).toMatch(/ There is no catalogue yet\.\n$/)
    write('shop.yaml', CATALOGUE)
    await run(write('i.jsonl', rows))
    const before = await state(data)
    write('shop.yaml', CATALOGUE.replace(from, to))
    const second = await run(write('i.jsonl', rows), '--replace')
    expect(second.code).toBe(1)
    expect(second.screen).toMatch(/[^:]\. The catalogue is as it was\.\n$/)
    expect(await state(data)).toEqual(before)
  })
  it('says where the reasons are in a whole sentence', async () => {
    const { write, run } = workbench(CATALOGUE.replace('title: name', 'title: nmae'))
    expect((await run(write('i.jsonl', rows))).screen).toContain(
      'None of the 2 rows could be imported: /data/rejected-i.jsonl.tsv says why. There is no catalogue yet.\n',
    )
  })
})

it('is a data folder that is a file', async () => {
  const { write, run } = workbench()
  write('data', '')
  expect((await run(write('i.jsonl', '{"sku":"1","name":"One"}\n'))).screen).toContain(
    '/data is a file and not a folder: name another folder with --data',
  )
})

it('shows how it is used', async () => {
  let screen = ''
  const output = { isTTY: false, write: (text: string) => void (screen += text), error: () => {} }
  expect(await runImport(['--help'], {}, output)).toBe(0)
  expect(screen).toContain('npm run import -- <file.jsonl|file.csv> --catalog')
})

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
    ['bad.jsonl', '{"sku":"1"}\nnonsense\n', 'None of the 2 rows could be imported'],
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

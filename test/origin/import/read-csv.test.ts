import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv } from '../../../origin/import/read-csv.ts'
import { chunks, collect } from './rows.ts'

const read = async (file: string | Buffer, size?: number): Promise<[number, unknown][]> =>
  collect(readCsv(chunks(file, size)))

describe('a good file', () => {
  it('has a header and records, quoted where needed', async () => {
    const file =
      '\ufeffid, title \r\n1,plain\r\n\r\n2,"a ""quoted"" one"\r\n3,"two\r\nlines, and a comma"\r\n4,\r\n"5","x"'
    for (const size of [1, 5, 65_536]) {
      expect(await read(file, size)).toEqual([
        [2, { id: '1', title: 'plain' }],
        [4, { id: '2', title: 'a "quoted" one' }],
        [5, { id: '3', title: 'two\nlines, and a comma' }],
        [7, { id: '4', title: '' }],
        [8, { id: '5', title: 'x' }],
      ])
    }
  })
  it.each([';', '\t'])('may be delimited by %j', async (delimiter) => {
    const file = ['id,x', 'title', 'price'].join(delimiter) + '\n' + ['1', '2,3', '4'].join(delimiter)
    expect(await read(file)).toEqual([[2, { 'id,x': '1', title: '2,3', price: '4' }]])
  })
  it('may call a column anything', async () => {
    const [[, row] = []] = await read('id,__proto__,constructor\n1,a,b\n')
    expect(Object.entries(row ?? {})).toEqual([
      ['id', '1'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })
  it('takes a quote inside an unquoted field as a letter', async () => {
    expect(await read('id,title\n1,5" pipe\n2,7" pipe\n')).toEqual([
      [2, { id: '1', title: '5" pipe' }],
      [3, { id: '2', title: '7" pipe' }],
    ])
  })
})

describe('a bad record costs its own line only', () => {
  it('with too few or too many columns', async () => {
    expect(await read('id,title\n1\n2,b\n3,b,c\n4,d\n')).toEqual([
      [2, 'expected 2 columns, found 1'],
      [3, { id: '2', title: 'b' }],
      [4, 'expected 2 columns, found 3'],
      [5, { id: '4', title: 'd' }],
    ])
  })
  it('with a quote that is never closed', async () => {
    expect(await read('id,title\n1,"abc\n2,b\n3,c\n')).toEqual([
      [2, 'a quote is never closed'],
      [3, { id: '2', title: 'b' }],
      [4, { id: '3', title: 'c' }],
    ])
  })
  it('with a quote that closes by accident lines later', async () => {
    expect(await read('id,title\n1,"abc\n2,b\n3,"c"\n4,d\n')).toEqual([
      [2, 'a closing quote is followed by "c"'],
      [3, { id: '2', title: 'b' }],
      [4, { id: '3', title: 'c' }],
      [5, { id: '4', title: 'd' }],
    ])
  })
  it('with something behind a closing quote', async () => {
    expect(await read('id,title\n1,"a"b\n2,b\n')).toEqual([
      [2, 'a closing quote is followed by "b"'],
      [3, { id: '2', title: 'b' }],
    ])
  })
  it('with an open quote before two thousand good lines', async () => {
    const good = Array.from({ length: 2_000 }, (_, index) => `${index},row`)
    const rows = await read(['id,title', '1,"open', ...good].join('\n'))
    expect(rows[0]).toEqual([2, 'a quote is never closed'])
    expect(rows.length).toBe(2_001)
  })
  it('with bytes that are not UTF-8, or too many of them', async () => {
    const file = Buffer.concat([
      Buffer.from('id,title\n1,'),
      Buffer.from([0xff]),
      Buffer.from(`\n2,b\n3,"${'x'.repeat(1_100_000)}"\n4,d\n`),
    ])
    expect(await read(file)).toEqual([
      [2, 'not UTF-8: save it as UTF-8'],
      [3, { id: '2', title: 'b' }],
      [4, 'longer than 1048576 bytes'],
      [5, { id: '4', title: 'd' }],
    ])
  })
})

it('stops at a header that names a column twice', async () => {
  expect(await read('id,id\n1,2\n')).toEqual([[1, 'the header names "id" twice: nothing below it was read']])
})

it('reads back any table', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', ';', '\n', ' ', 'é', '🎬') })
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (table, newline, size) => {
        const file = ['a,b,c', ...table.map((row) => row.map(quoted).join(','))].join(newline) + newline
        const rows = await read(file, size)
        expect(rows.map(([, row]) => Object.values(row ?? {}))).toEqual(table)
      },
    ),
  )
})

import { Buffer } from 'node:buffer'
import { expect, it } from 'vitest'
import { readJsonl } from '../../../origin/import/read-jsonl.ts'
import { chunks, collect } from './rows.ts'

it('reads one object a line, through a byte order mark, carriage returns and blank lines', async () => {
  const file = '\ufeff{"a":1}\r\n\r\n  \n{"a":"é🎬"}'
  for (const size of [1, 2, 3, 7, 65_536]) {
    expect(await collect(readJsonl(chunks(file, size)))).toEqual([
      [1, { a: 1 }],
      [4, { a: 'é🎬' }],
    ])
  }
})

it('names what it cannot read and goes on', async () => {
  const lines = ['{"a":1', '[1]', 'null', '"text"', '{"a":2}', '']
  expect(await collect(readJsonl(chunks(lines.join('\n'))))).toEqual([
    [1, expect.stringContaining('not JSON: ')],
    [2, 'not a JSON object'],
    [3, 'not a JSON object'],
    [4, 'not a JSON object'],
    [5, { a: 2 }],
  ])
})

it('refuses bytes that are not UTF-8', async () => {
  const file = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe9]), Buffer.from('"}\n{"a":2}\n')])
  expect(await collect(readJsonl(chunks(file)))).toEqual([
    [1, 'not UTF-8: save the file as UTF-8'],
    [2, { a: 2 }],
  ])
})

it('does not hold a line that is too long', async () => {
  const file = `{"a":"${'x'.repeat(1_100_000)}"}\n{"a":2}\n${'y'.repeat(2_000_000)}`
  expect(await collect(readJsonl(chunks(file)))).toEqual([
    [1, 'longer than 1048576 bytes'],
    [2, { a: 2 }],
    [3, 'longer than 1048576 bytes'],
  ])
})

it('counts the bytes it has read', async () => {
  const bytes: number[] = []
  for await (const row of readJsonl(chunks('{"a":1}\r\n{"é":2}'))) bytes.push(row.bytes)
  expect(bytes).toEqual([9, 17])
})

it('reads nothing from an empty file', async () => {
  expect(await collect(readJsonl(chunks('')))).toEqual([])
})

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { readSessions } from '../../../eval/next-item/read-sessions.ts'

const folder = mkdtempSync(join(tmpdir(), 'nearfield-sessions-'))
function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

it('tabs: clicks by time, sessions by their last click, bad rows counted', () => {
  const path = file('a.tsv', 'SessionId\tItemId\tTime\n1\tb\t20.5\n1\ta\t10\n2\tc\t5\nbroken\n3\td\tnoon\n')
  expect(readSessions(path)).toEqual({
    sessions: [['c'], ['a', 'b']],
    prefixes: [{ seen: ['a'], next: 'b' }],
    skipped: 2,
  })
})

it.each([
  ['columns in another order', '\uFEFFTime\tItemId\tSessionId\r\n2\tb\t1\r\n1\ta\t1\r\n'],
  ['no header', '1\tb\t2\n1\ta\t1\n'],
  ['dates', 'SessionId\tItemId\tTime\n1\tb\t2014-04-07T10:54:09.868Z\n1\ta\t2014-04-07T10:51:09.277Z\n'],
])('tabs: %s', (name, content) => {
  expect(readSessions(file(`${name}.tsv`, content)).sessions).toEqual([['a', 'b']])
})

it('JSONL: what is no list of ids is no session', () => {
  expect(readSessions(file('c.jsonl', '[{"item":1}]\n[["a"],null]\n["a","b"]'))).toMatchObject({
    sessions: [['a', 'b']],
    skipped: 2,
  })
})

it('JSONL: sessions and prefixes, gzipped, bad lines counted', () => {
  const path = file('b.gz', gzipSync('[1,2,3]\n[[4,5],6]\nnope\n{"a":1}\n\n'))
  expect(readSessions(path)).toEqual({
    sessions: [['1', '2', '3']],
    prefixes: [
      { seen: ['4', '5'], next: '6' },
      { seen: ['1'], next: '2' },
      { seen: ['1', '2'], next: '3' },
    ],
    skipped: 2,
  })
})

it('says which file is missing', () => {
  expect(() => readSessions('/nowhere/sessions.tsv')).toThrow('No such file: /nowhere/sessions.tsv')
})

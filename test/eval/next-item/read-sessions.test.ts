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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../../eval/typos.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'typos-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.join('\n'))
  return path
}

it('counts the intended words that are found, by distance', async () => {
  const words = file('words.txt', ['between 90', 'because 80', 'people 70', 'beet 1'])
  const pairs = file('pairs.txt', ['betwen between 1', 'zzzzzzz people 1', 'bcuase because 2', 'people people 0'])
  expect(await run([pairs, words], () => {})).toEqual({ d1: 0.5, d2: 1, displaced: 0 })
})

it('says in one sentence which file is not there', () => {
  expect(() => run([join(folder, 'nowhere.txt'), join(folder, 'no-words.txt')], () => {})).toThrow(
    `${join(folder, 'no-words.txt')} is not there: give the path of the evaluation data.`,
  )
})

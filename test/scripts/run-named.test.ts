import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'nearfield-named-'))
const [pairs, words] = [join(folder, 'pairs.txt'), join(folder, 'words.txt')]
writeFileSync(pairs, 'hosue house 1\n')
writeFileSync(words, 'house 10\nmouse 5\n')

const typos = (...flags: string[]) =>
  promisify(execFile)(process.execPath, [join(root, 'eval', 'run.ts'), 'typos', pairs, words, ...flags])

describe('a bench or an eval', () => {
  it('with --json leaves stdout to the object, and tells people on stderr', async () => {
    const { stdout, stderr } = await typos('--json')
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toHaveProperty('d1')
    expect(stderr).toMatch(/^distance 1: /)
  })

  it('without it tells people on stdout', async () => {
    const { stdout, stderr } = await typos()
    expect(stdout).toMatch(/^distance 1: .*\n$/)
    expect(stderr).toBe('')
  })
})

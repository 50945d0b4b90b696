import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openKnowledge } from '#core/rank/features/knowledge-codec'
import { openModel } from '#core/rank/trees/codec'
import { readTextModel } from '#core/rank/trees/read-text'
import { run } from '../../../eval/rerank.ts'
import { shopLog } from '../../core/rank/features/shop-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'nearfield-rerank-'))
const path = join(folder, 'shop.jsonl.gz')
writeFileSync(path, gzipSync(['{"event":"item"', ...shopLog(2, 400)].reverse().join('\n')))

describe('eval rerank', () => {
  it('measures every order on the newest fifth, whatever order the lines are in', { timeout: 30_000 }, async () => {
    const printed: string[] = []
    const result = await run([path, '--target', 'buy', '--last'], (line) => printed.push(line))
    expect(Object.keys(result)).toEqual([
      'rankings',
      'shown',
      'popularity',
      'prior',
      'session',
      'model',
      'model_known_users',
      'model_first_ranking',
      'train_s',
    ])
    expect(result.rankings).toBe(80)
    expect(printed[0]).toMatch(/^1 malformed lines skipped, first: line \d+: not a JSON object$/)
    expect(result.session).toMatchObject({ mrr: expect.any(Number) })
    const mrr = (name: string) => (result[name] as { mrr: number }).mrr
    expect(mrr('session')).toBeGreaterThan(mrr('shown') + 0.2)
    expect(mrr('model')).toBeGreaterThan(mrr('shown') + 0.2)
  })
  it('says what is missing', async () => {
    await expect(run(['/nowhere.jsonl'], () => undefined)).rejects.toThrow('No such file: /nowhere.jsonl')
  })
})

it('npm run train writes a model per head in both forms, and what they mean', { timeout: 60_000 }, () => {
  const out = join(folder, 'model')
  const script = join(import.meta.dirname, '../../../scripts/train.ts')
  execFileSync(process.execPath, [script, path, '--target', 'buy', '--heads', 'buy=3', '--out', out])
  const about: { heads: { objective: string; weight: number; trees: number }[]; features: unknown[] } = JSON.parse(
    readFileSync(join(out, 'model.json'), 'utf8'),
  )
  const packed = openModel(new Uint8Array(readFileSync(join(out, 'buy.bin'))).buffer)
  const text = readTextModel(readFileSync(join(out, 'buy.txt'), 'utf8'))
  expect(about.heads).toMatchObject([{ objective: 'buy', weight: 3, trees: packed.treeCount }])
  const knowledge = openKnowledge(new Uint8Array(readFileSync(join(out, 'knowledge.bin'))).buffer)
  expect(knowledge.store.schema.fields.map((field) => field.name)).toEqual(['colour', 'listed', 'price', 'tags'])
  expect(packed.featureNames).toEqual(text.featureNames)
  expect(about.features.length).toBe(packed.featureNames.length)
})

it('npm run train writes nothing when one of its heads cannot be trained', { timeout: 60_000 }, () => {
  const out = join(folder, 'failed')
  const script = join(import.meta.dirname, '../../../scripts/train.ts')
  const train = (heads: string) =>
    spawnSync(process.execPath, [script, path, '--heads', heads, '--out', out], { encoding: 'utf8' })
  expect(train('buy=1,nosuch=5')).toMatchObject({
    status: 1,
    stderr: 'No list in the log has an interaction of type "nosuch".\n',
  })
  expect(train('buy=1,buy=2').stderr).toBe('--heads: "buy" is given twice\n')
  expect(existsSync(out)).toBe(false)
})

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
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

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openModel, packModel } from '#core/rank/trees/codec'
import { scoreRows } from '#core/rank/trees/evaluate'
import type { TreeModel } from '#core/rank/trees/model'
import { readDumpModel } from '#core/rank/trees/read-dump'
import { readTextModel } from '#core/rank/trees/read-text'
import { writeTextModel } from '#core/rank/trees/write-text'

/**
 * shop.txt and shop.dump.json are the same model in LightGBM's two forms; shop.csv holds rows and the score that the
 * naive evaluator beside this file gives them.
 */
const folder = join(import.meta.dirname, '../../../vectors/trees')
const text = readFileSync(join(folder, 'shop.txt'), 'utf8')
const dump: unknown = JSON.parse(readFileSync(join(folder, 'shop.dump.json'), 'utf8'))
const rows = readFileSync(join(folder, 'shop.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))))

function scores(model: TreeModel): number[] {
  const out = new Float64Array(rows.length)
  scoreRows(openModel(packModel(model)), { values: Float64Array.from(rows.flat()), count: rows.length, stride: 5 }, out)
  return [...out]
}

const expected = rows.map((row) => row[4])

describe('the two file forms', () => {
  it('the text model scores every vector exactly', () => expect(scores(readTextModel(text))).toEqual(expected))
  it('the JSON dump scores every vector exactly', () => expect(scores(readDumpModel(dump))).toEqual(expected))
  it('keeps the feature names', () => {
    expect(openModel(packModel(readDumpModel(dump))).featureNames).toEqual(['price', 'stock', 'brand', 'colour'])
  })
})

it('what is written is read back as the same model', () => {
  const model = readTextModel(text)
  expect(readTextModel(writeTextModel(model))).toEqual(model)
})

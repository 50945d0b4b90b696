import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openModel, packModel, type PackedModel } from '#core/rank/trees/codec'
import { scoreRows } from '#core/rank/trees/evaluate'
import { readDumpModel } from '#core/rank/trees/read-dump'
import { readTextModel } from '#core/rank/trees/read-text'

export type GoldenResult = { model: string; trees: number; bytes: number; rows: number; maxDifference: number }

/** Every model in the folder (`*.txt`, `*.json`, `.gz` or not), scored on the `<name>.golden.csv[.gz]` beside it. */
export function checkFolder(folder: string): GoldenResult[] {
  return readdirSync(folder)
    .filter((file) => /\.(txt|json)(\.gz)?$/.test(file))
    .sort()
    .map((file) => {
      const text = read(join(folder, file))
      const model = openModel(packModel(/\.txt/.test(file) ? readTextModel(text) : readDumpModel(JSON.parse(text))))
      return {
        model: file,
        trees: model.treeCount,
        bytes: model.buffer.byteLength,
        ...compare(model, goldenOf(folder, file)),
      }
    })
}

function compare(model: PackedModel, golden: string | undefined): { rows: number; maxDifference: number } {
  if (golden === undefined) return { rows: 0, maxDifference: 0 }
  const [header = '', ...lines] = golden.trim().split('\n')
  const columns = header.split(',').length - 1
  const cells = lines.map((line) => line.split(','))
  const values = Float64Array.from(cells.flatMap((row) => row.slice(0, columns).map(cell)))
  const scores = new Float64Array(lines.length)
  scoreRows(model, { values, count: lines.length, stride: columns }, scores)
  const differences = cells.map((row, index) => Math.abs((scores[index] ?? Number.NaN) - Number(row[columns])))
  return { rows: lines.length, maxDifference: Math.max(...differences) }
}

/** An empty cell is a missing value; Python writes infinities as `inf`. */
function cell(text: string): number {
  if (text === '' || text === 'nan') return Number.NaN
  return Number(text.replace('inf', 'Infinity'))
}

function goldenOf(folder: string, file: string): string | undefined {
  const name = file.replace(/(\.dump)?\.(txt|json)(\.gz)?$/, '.golden.csv')
  return [name, `${name}.gz`]
    .map((each) => join(folder, each))
    .filter(existsSync)
    .map(read)[0]
}

function read(path: string): string {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

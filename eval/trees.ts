import { existsSync } from 'node:fs'
import type { NamedRun } from '../scripts/run-named.ts'
import { checkFolder } from './trees/golden.ts'

/** `npm run eval -- trees <folder>`: reads every LightGBM model there and compares scores with its golden file. */
export const run: NamedRun = (args, print) => {
  const [folder] = args
  if (folder === undefined || !existsSync(folder))
    throw new Error('Give the folder that holds LightGBM models: eval -- trees <folder>')
  const models = checkFolder(folder)
  for (const each of models) {
    const score = each.rows === 0 ? 'no golden file' : `${each.rows} rows, max difference ${each.maxDifference}`
    print(`${each.model}: ${each.trees} trees, ${each.bytes} bytes packed, ${score}`)
  }
  return Promise.resolve({
    models: models.length,
    rows: models.reduce((sum, each) => sum + each.rows, 0),
    max_difference: Math.max(0, ...models.map((each) => each.maxDifference)),
  })
}

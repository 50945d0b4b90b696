import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importRows, type ImportReport, type Rejection } from '../../import/import-rows.ts'
import type { ReadRow } from '../../import/read-row.ts'
import { isRow } from '../field.ts'
import { readDefinition } from '../read-definition.ts'
import type { CatalogueStore } from '../store.ts'

/** `done` of `total` rows were read. */
export type SeedProgress = { done: number; total: number }

const DEFINITION = new URL('movies.yaml', import.meta.url)
/** The package exports its code only; its data folder lies beside it. */
const MOVIES = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '../data/movies.json')

export type SeedReport = ImportReport & { rejections: Rejection[] }

/**
 * Loads the embedded demo, the movies of the npm package vega-datasets, where there is no catalogue, or a demo of
 * another version or cut short. Null when there was nothing to do.
 */
export async function seedDemo(
  store: CatalogueStore,
  onProgress: (progress: SeedProgress) => void,
): Promise<SeedReport | null> {
  const read = readDefinition(await readFile(DEFINITION, 'utf8'), fileURLToPath(DEFINITION))
  if (read.outcome === 'broken') throw new Error(`the demo's catalogue file is broken: ${read.faults.join('; ')}`)
  const stored = await store.current()
  const isCurrent = stored?.version !== '' && JSON.stringify(stored?.definition) === JSON.stringify(read.definition)
  if (stored !== null && (!stored.demo || isCurrent)) return null
  const movies: unknown = JSON.parse(await readFile(MOVIES, 'utf8'))
  if (!Array.isArray(movies)) throw new Error('movies.json of vega-datasets is not a list')
  const rejections: Rejection[] = []
  const imported = await importRows({
    store,
    definition: read.definition,
    rows: rowsOf(movies),
    demo: true,
    replace: false,
    onRow: () => {},
    onRejected: (rejection) => rejections.push(rejection),
    onProgress: ({ rows }) => onProgress({ done: rows, total: movies.length }),
  })
  if (imported.outcome === 'occupied') throw new Error(`the data folder already holds the catalogue "${imported.name}"`)
  if (imported.outcome === 'nothing') throw new Error(`none of the demo's ${imported.rows} rows could be read`)
  return { ...imported.report, rejections }
}

async function* rowsOf(movies: unknown[]): AsyncGenerator<ReadRow> {
  for (const [index, row] of movies.entries()) {
    const line = index + 1
    yield isRow(row)
      ? { outcome: 'row', line, bytes: 0, row }
      : { outcome: 'unreadable', line, bytes: 0, reason: 'not a JSON object' }
  }
}

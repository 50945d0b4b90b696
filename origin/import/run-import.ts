/** `npm run import` without the process around it: arguments in, exit code out. */
import { closeSync, createReadStream, openSync, statSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import { readDefinition, type Place } from '../catalog/read-definition.ts'
import { type EdgeToPurge, purgeEdge } from '../edge/purge-edge.ts'
import { buildSuggest } from '../jobs/build-suggest.ts'
import type { Ports } from '../ports.ts'
import { sqlitePorts } from '../sqlite-ports.ts'
import { openStorage } from '../storage/open.ts'
import { type ImportArguments, readImportArguments } from './arguments.ts'
import { importRows, type ImportReport } from './import-rows.ts'
import { missingSearch, namedFields, type NamedField, watchFields } from './named-fields.ts'
import { progressLine } from './progress-line.ts'
import { readCsv } from './read-csv.ts'
import { readJsonl } from './read-jsonl.ts'
import type { ReadRow } from './read-row.ts'

export type Output = { isTTY: boolean; write: (text: string) => void; error: (line: string) => void }

/** `artifacts`: the suggestions have been built anew. An origin that runs with EDGE_URL tells its edge the same by itself. */
const CHANGED = { mode: 'soft', tags: ['catalogue', 'artifacts'] } as const
/** Rejected rows on the screen; the report file has all. */
const SHOWN = 10

export async function runImport(
  args: string[],
  env: Record<string, string | undefined>,
  output: Output,
): Promise<number> {
  const read = readImportArguments(args, env)
  if (read.outcome === 'wrong') return fail(output, [read.sentence])
  if (read.outcome === 'help') {
    output.write(`${read.usage}\n`)
    return 0
  }
  const { value } = read
  const catalogue = await readText(value.catalogue)
  if (catalogue === null) return fail(output, [`Cannot read the catalogue file ${value.catalogue}: is the path right?`])
  const definition = readDefinition(catalogue, value.catalogue)
  if (definition.outcome === 'broken') return fail(output, definition.faults)
  const size = sizeOf(value.file)
  if (size === null) return fail(output, [`Cannot read ${value.file}: is the path right?`])
  const opened = openStorage(value.data)
  if (opened.outcome !== 'opened') return fail(output, [opened.sentence])
  try {
    const ports = sqlitePorts(opened.storage, Date.now)
    const { folder } = opened.storage
    return await load({ ...definition, args: value, ports, folder, size, output })
  } finally {
    opened.storage.close()
  }
}

type Load = {
  args: ImportArguments
  definition: CatalogueDefinition
  place: Place
  ports: Ports
  folder: string
  size: number
  output: Output
}

async function load(options: Load): Promise<number> {
  const { args, definition, place, ports, folder, size, output } = options
  const asItWas =
    (await ports.catalogue.current()) === null ? 'There is no catalogue yet.' : 'The catalogue is as it was.'
  const fields = namedFields(definition)
  const unsearched = sayUnseen(await missingSearch(readRows(args), fields), place)
  if (unsearched.length > 0)
    return fail(output, [...unsearched, `Nothing could be searched, so nothing was imported. ${asItWas}`])

  const reportFile = join(folder, `rejected-${basename(args.file)}.tsv`)
  const report = openSync(reportFile, 'w')
  const progress = progressLine(output)
  const shown: string[] = []
  const watch = watchFields(fields)
  try {
    writeSync(report, 'line\treason\n')
    const imported = await importRows({
      store: ports.catalogue,
      definition,
      rows: readRows(args),
      demo: false,
      replace: args.replace,
      onRow: watch.see,
      onRejected: ({ line, reason }) => {
        writeSync(report, `${line}\t${reason}\n`)
        if (shown.length < SHOWN) shown.push(`  line ${line}: ${reason}`)
      },
      onProgress: ({ rows, bytes }) => progress.update(bytes / size, `${rows} rows`),
    })
    progress.end()
    const unseen = sayUnseen(watch.unseen(), place)
    switch (imported.outcome) {
      case 'occupied':
        return fail(output, [
          `The data folder ${folder} holds the catalogue "${imported.name}", and ${basename(args.catalogue)} describes "${definition.name}": add --replace to throw the old one away, or name another folder with --data.`,
        ])
      case 'nothing': {
        const why =
          imported.rows === 0
            ? `${basename(args.file)} has no rows: ${EXPECTED}`
            : `None of the ${imported.rows} rows could be imported: ${reportFile} says why.`
        return fail(output, [...(imported.rows === 0 ? [] : unseen), ...shown, `${why} ${asItWas}`])
      }
      case 'imported':
        await buildSuggest(ports)
        output.write(summary(imported.report, { definition, shown, reportFile }))
        for (const sentence of unseen) output.error(sentence)
        return await tellEdge(args.purge, output)
      default:
        return imported satisfies never
    }
  } finally {
    closeSync(report)
  }
}

const EXPECTED = 'expected a JSON object a line, or a CSV header and a record a line, in UTF-8.'

function readRows({ file, format }: ImportArguments): AsyncIterable<ReadRow> {
  const stream = createReadStream(file)
  return format === 'csv' ? readCsv(stream) : readJsonl(stream)
}

const sayUnseen = (unseen: NamedField[], place: Place): string[] =>
  unseen.map(({ path, field }) => `${place(path, field)}: in no row of the file`)

async function tellEdge(edge: EdgeToPurge | undefined, output: Output): Promise<number> {
  const why = edge && (await purgeEdge(edge, CHANGED))
  if (edge === undefined || why === undefined) return 0
  return fail(output, [
    `The import is done, but the edge at ${edge.url} was not told (${why}): it serves what it holds until that is too old.`,
  ])
}

type Shown = { definition: CatalogueDefinition; shown: string[]; reportFile: string }

function summary(report: ImportReport, { definition, shown, reportFile }: Shown): string {
  const { inserted, updated, unchanged, duplicates, rejected, dropped } = report
  const lines = [
    `${report.rows} rows: ${inserted} new, ${updated} changed, ${unchanged} unchanged, ${duplicates} repeated, ${rejected} rejected`,
    ...(rejected === 0 ? [] : [...shown, `  all of them: ${reportFile}`]),
    ...dropped.map(
      ({ field, rows, example }) => `field "${field}": left out of ${rows} items, unreadable, such as ${example}`,
    ),
    ...(report.catalogue === 'rebuilt' ? ['the catalogue was rebuilt from this file alone'] : []),
    `catalogue "${definition.name}": ${report.items} items, version ${report.version}`,
  ]
  return `${lines.join('\n')}\n`
}

function fail(output: Output, sentences: string[]): number {
  for (const sentence of sentences) output.error(sentence)
  return 1
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isFileError(error)) return null
    throw error
  }
}

function sizeOf(file: string): number | null {
  try {
    const stat = statSync(file)
    return stat.isFile() ? stat.size : null
  } catch (error) {
    if (isFileError(error)) return null
    throw error
  }
}

const isFileError = (error: unknown): boolean => error instanceof Error && 'syscall' in error

import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { readEdge } from '../edge/edge-address.ts'
import type { EdgeToPurge } from '../edge/purge-edge.ts'
import { DEFAULT_DATA_FOLDER } from '../server-options.ts'

export type ImportArguments = {
  file: string
  format: 'csv' | 'jsonl'
  catalogue: string
  data: string
  replace: boolean
  /** The edge to tell when the import is done. */
  purge: EdgeToPurge | undefined
}

export type ArgumentsOutcome =
  | { outcome: 'read'; value: ImportArguments }
  | { outcome: 'help'; usage: string }
  | { outcome: 'wrong'; sentence: string }

const USAGE =
  'Usage: npm run import -- <file.jsonl|file.csv> --catalog <file.yaml> [--data <folder>] [--replace] [--purge <edge address>]'
const DETAILS = `  --catalog  what the fields of a row are: docs/CATALOGUE.md
  --data     the folder to load into (NEARFIELD_DATA, ${DEFAULT_DATA_FOLDER})
  --replace  throws another catalogue in that folder away
  --purge    tells this edge when the import is done (needs ADMIN_TOKEN)`
const FORMATS: Record<string, 'csv' | 'jsonl'> = { '.csv': 'csv', '.tsv': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl' }

export function readImportArguments(args: string[], env: Record<string, string | undefined>): ArgumentsOutcome {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        catalog: { type: 'string' },
        data: { type: 'string' },
        replace: { type: 'boolean', default: false },
        purge: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return { outcome: 'help', usage: `${USAGE}\n${DETAILS}` }
    const [file] = positionals
    if (file === undefined || positionals.length > 1 || values.catalog === undefined) return wrong(USAGE)
    const format = FORMATS[extname(file).toLowerCase()]
    if (format === undefined)
      return wrong(`${file}: expected a .jsonl or .csv file (a JSON list becomes one with: jq -c '.[]')`)
    const data = values.data || env.NEARFIELD_DATA || DEFAULT_DATA_FOLDER
    // Read before the import: what cannot be done is better known then.
    const purge = readEdge({ name: '--purge', address: values.purge, token: env.ADMIN_TOKEN })
    if (purge.outcome === 'wrong') return purge
    return {
      outcome: 'read',
      value: { file, format, catalogue: values.catalog, data, replace: values.replace, purge: purge.edge },
    }
  } catch (error) {
    // parseArgs throws TypeErrors that name the flag.
    if (error instanceof TypeError) return wrong(`${error.message}\n${USAGE}`)
    throw error
  }
}

const wrong = (sentence: string): { outcome: 'wrong'; sentence: string } => ({ outcome: 'wrong', sentence })

import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_DATA_FOLDER } from '../server-options.ts'
import type { EdgeToPurge } from './purge-edge.ts'

export type ImportArguments = {
  file: string
  format: 'csv' | 'jsonl'
  catalogue: string
  data: string
  replace: boolean
  /** The edge to tell when the import is done. */
  purge: EdgeToPurge | undefined
}

export type ArgumentsOutcome = { outcome: 'read'; value: ImportArguments } | { outcome: 'wrong'; sentence: string }

const USAGE =
  'npm run import -- <file.jsonl|file.csv> --catalog <file.yaml> [--data <folder>] [--replace] [--purge <edge address>]'
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
      },
    })
    const [file] = positionals
    if (file === undefined || positionals.length > 1 || values.catalog === undefined) return wrong(`Usage: ${USAGE}`)
    const format = FORMATS[extname(file).toLowerCase()]
    if (format === undefined)
      return wrong(`${file}: expected a .jsonl or .csv file (a JSON list becomes one with: jq -c '.[]')`)
    const data = values.data ?? env.NEARFIELD_DATA ?? DEFAULT_DATA_FOLDER
    const purge = edgeOf(values.purge, env.ADMIN_TOKEN)
    if (purge.outcome === 'wrong') return purge
    return {
      outcome: 'read',
      value: { file, format, catalogue: values.catalog, data, replace: values.replace, purge: purge.edge },
    }
  } catch (error) {
    // parseArgs throws TypeErrors that name the flag.
    if (error instanceof TypeError) return wrong(`${error.message}\nUsage: ${USAGE}`)
    throw error
  }
}

type EdgeOutcome = { outcome: 'read'; edge: EdgeToPurge | undefined } | { outcome: 'wrong'; sentence: string }

/** Read before the import: what cannot be done is better known then. */
function edgeOf(address: string | undefined, token: string | undefined): EdgeOutcome {
  if (address === undefined) return { outcome: 'read', edge: undefined }
  if (!/^https?:\/\/[^\s?#]+$/.test(address) || !URL.canParse(address)) {
    return wrong(`--purge ${address}: expected the edge's address, such as https://shop.example.com`)
  }
  if (token === undefined || token === '') return wrong('--purge needs the ADMIN_TOKEN of the edge in the environment.')
  return { outcome: 'read', edge: { url: address.replace(/\/+$/, ''), token } }
}

const wrong = (sentence: string): { outcome: 'wrong'; sentence: string } => ({ outcome: 'wrong', sentence })

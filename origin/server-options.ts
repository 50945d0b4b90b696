import { parseArgs } from 'node:util'
import { readEdge } from './edge/edge-address.ts'
import type { EdgeToPurge } from './edge/purge-edge.ts'
import type { Access } from './http/auth.ts'

export type ServerOptions = {
  dataFolder: string
  access: Access
  host: string
  port: number
  /** The edge that is told what changes here. */
  edge: EdgeToPurge | undefined
}

export type ServerOptionsOutcome =
  | { outcome: 'read'; options: ServerOptions }
  | { outcome: 'help'; usage: string }
  | { outcome: 'wrong'; sentence: string }

/** Where the data is unless a flag or the environment says otherwise. */
export const DEFAULT_DATA_FOLDER = '.nearfield'
const DEFAULT_PORT = '8788'
const USAGE = `Usage: npm run origin -- [--data <folder>] [--origin-port <n>] [--host <address>] [--local]
  --data         the folder with the catalogue (NEARFIELD_DATA, ${DEFAULT_DATA_FOLDER})
  --origin-port  (NEARFIELD_ORIGIN_PORT, ${DEFAULT_PORT})
  --host         the address to listen on (127.0.0.1)
  --local        needs no ORIGIN_SECRET, and loads the demo into an empty folder: for your own machine only`
/** Shorter secrets are guessable. */
const LEAST_SECRET = 32

/** Flags win over the environment, the environment over defaults. */
export function readServerOptions(args: string[], env: Record<string, string | undefined>): ServerOptionsOutcome {
  const flags = parseFlags(args)
  if ('sentence' in flags) return { outcome: 'wrong', sentence: flags.sentence }
  if (flags.help) return { outcome: 'help', usage: USAGE }
  const port = flags.port ?? env.NEARFIELD_ORIGIN_PORT ?? DEFAULT_PORT
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return wrong(`--origin-port takes a number from 0 to 65535, not "${port}".`)
  const access = accessOf(flags.local, env.ORIGIN_SECRET)
  if ('sentence' in access) return { outcome: 'wrong', sentence: access.sentence }
  const dataFolder = flags.data || env.NEARFIELD_DATA || DEFAULT_DATA_FOLDER
  const edge = readEdge({ name: 'EDGE_URL', address: env.EDGE_URL, token: env.ADMIN_TOKEN })
  if (edge.outcome === 'wrong') return edge
  const host = flags.host ?? '127.0.0.1'
  return { outcome: 'read', options: { dataFolder, access, host, port: Number(port), edge: edge.edge } }
}

const wrong = (sentence: string): ServerOptionsOutcome => ({ outcome: 'wrong', sentence })

type Flags = {
  data: string | undefined
  port: string | undefined
  host: string | undefined
  local: boolean
  help: boolean
}

function parseFlags(args: string[]): Flags | { sentence: string } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        'origin-port': { type: 'string' },
        host: { type: 'string' },
        local: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    const { data, host, local, help } = values
    return { data, port: values['origin-port'], host, local, help }
  } catch (error) {
    // parseArgs throws TypeErrors that name the flag.
    if (error instanceof TypeError) return { sentence: error.message }
    throw error
  }
}

function accessOf(local: boolean, secret: string | undefined): Access | { sentence: string } {
  if (local) return { kind: 'open' }
  if (secret === undefined || secret === '') {
    return {
      sentence:
        'Set ORIGIN_SECRET to the secret that origin and edge share, or start with --local on your own machine.',
    }
  }
  if (secret.length < LEAST_SECRET)
    return { sentence: `ORIGIN_SECRET needs at least ${LEAST_SECRET} characters: openssl rand -hex 32.` }
  return { kind: 'secret', secret }
}

import { parseArgs } from 'node:util'

export type StartOptions = { port: number; originPort: number; dataFolder: string }
export type StartOptionsOutcome =
  | { outcome: 'read'; options: StartOptions }
  | { outcome: 'help'; usage: string }
  | { outcome: 'wrong'; sentence: string }

const USAGE = `Usage: npm start -- [--port <n>] [--origin-port <n>] [--data <folder>]
  --port         of the demo page and the API (NEARFIELD_PORT, 8787; 0 takes any free one)
  --origin-port  of the origin (NEARFIELD_ORIGIN_PORT, 8788)
  --data         the folder that holds everything (NEARFIELD_DATA, .nearfield)`

/** Flags win over the environment, the environment over defaults. */
export function readStartOptions(args: string[], env: Record<string, string | undefined>): StartOptionsOutcome {
  let flags: { port?: string; 'origin-port'?: string; data?: string; help?: boolean }
  try {
    const text = { type: 'string' } as const
    flags = parseArgs({
      args,
      options: { port: text, 'origin-port': text, data: text, help: { type: 'boolean' } },
    }).values
  } catch (error) {
    // parseArgs throws a TypeError that names the flag.
    if (!(error instanceof TypeError)) throw error
    return { outcome: 'wrong', sentence: `${error.message} Flags: --port, --origin-port, --data.` }
  }
  if (flags.help === true) return { outcome: 'help', usage: USAGE }
  const port = portOf(flags.port ?? env.NEARFIELD_PORT ?? '8787')
  const originPort = portOf(flags['origin-port'] ?? env.NEARFIELD_ORIGIN_PORT ?? '8788')
  if (port === undefined || originPort === undefined) {
    return { outcome: 'wrong', sentence: '--port and --origin-port take a number from 0 (any free port) to 65535.' }
  }
  if (port !== 0 && port === originPort) {
    return { outcome: 'wrong', sentence: `--port and --origin-port are both ${port}: give two different ports.` }
  }
  // Empty is not given: it would be the folder that this was started in.
  const dataFolder = flags.data || env.NEARFIELD_DATA || '.nearfield'
  return { outcome: 'read', options: { port, originPort, dataFolder } }
}

export function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

import { parseArgs } from 'node:util'

export type StartOptions = { port: number; originPort: number; dataFolder: string }
export type StartOptionsOutcome = { outcome: 'read'; options: StartOptions } | { outcome: 'wrong'; sentence: string }

/** Flags win over the environment, the environment over defaults. */
export function readStartOptions(args: string[], env: Record<string, string | undefined>): StartOptionsOutcome {
  let flags: { port?: string; 'origin-port'?: string; data?: string }
  try {
    const text = { type: 'string' } as const
    flags = parseArgs({ args, options: { port: text, 'origin-port': text, data: text } }).values
  } catch (error) {
    // parseArgs throws a TypeError that names the flag.
    if (!(error instanceof TypeError)) throw error
    return { outcome: 'wrong', sentence: `${error.message} Flags: --port, --origin-port, --data.` }
  }
  const port = portOf(flags.port ?? env.NEARFIELD_PORT ?? '8787')
  const originPort = portOf(flags['origin-port'] ?? env.NEARFIELD_ORIGIN_PORT ?? '8788')
  if (port === undefined || originPort === undefined) {
    return { outcome: 'wrong', sentence: '--port and --origin-port take a number from 0 (any free port) to 65535.' }
  }
  // Empty is not given: it would be the folder that this was started in.
  const dataFolder = flags.data || env.NEARFIELD_DATA || '.nearfield'
  return { outcome: 'read', options: { port, originPort, dataFolder } }
}

export function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

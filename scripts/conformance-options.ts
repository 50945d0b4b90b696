import { parseArgs } from 'node:util'
import { portOf } from './start-options.ts'

export type ConformanceOptions =
  | { mode: 'suite'; port: number; json: boolean }
  | { mode: 'proxy'; port: number; origin: string }
type Outcome = { outcome: 'read'; options: ConformanceOptions } | { outcome: 'wrong'; sentence: string }

const USAGE =
  'npm run conformance -- [--json] [--port 8401] | --proxy-only --origin http://127.0.0.1:8400 [--port 8401]'

export function readConformanceOptions(args: string[]): Outcome {
  try {
    const { values } = parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        'proxy-only': { type: 'boolean', default: false },
        origin: { type: 'string' },
        port: { type: 'string', default: '8401' },
      },
    })
    const port = portOf(values.port)
    // Not 0: whoever points a suite at the engine must know where it answers.
    if (port === undefined || port === 0) return wrong('--port takes a number from 1 to 65535.')
    if (!values['proxy-only']) {
      if (values.origin !== undefined) return wrong('--origin is for --proxy-only: the suite brings its own origin.')
      return { outcome: 'read', options: { mode: 'suite', port, json: values.json } }
    }
    const origin = values.origin === undefined ? undefined : baseUrlOf(values.origin)
    if (origin === undefined) return wrong('--proxy-only needs --origin, an http(s) address without a query.')
    return { outcome: 'read', options: { mode: 'proxy', port, origin } }
  } catch (error) {
    // parseArgs throws TypeErrors that name the flag.
    if (error instanceof TypeError) return wrong(error.message)
    throw error
  }
}

/** Without the slash at its end: paths are put behind it. */
function baseUrlOf(text: string): string | undefined {
  return /^https?:\/\/[^\s?#]+$/.test(text) && URL.canParse(text) ? text.replace(/\/+$/, '') : undefined
}

const wrong = (what: string): Outcome => ({ outcome: 'wrong', sentence: `${what}\n${USAGE}` })

import type { Handler } from 'hono'
import { problemReply } from '../http/problem-reply.ts'
import type { Ports } from '../ports.ts'

const uncached = { 'cache-control': 'no-store' }

/** The process answers. */
export const health: Handler = (c) => c.json({ status: 'ok' }, 200, uncached)

/** The process can answer questions: its storage works and holds a catalogue. */
export function ready({ catalogue }: Ports): Handler {
  return async (c) => {
    const current = await catalogue.current()
    if (current === null || current.items === 0) {
      return problemReply('unavailable', 'no catalogue yet: npm run import -- <file> --catalog <file>', {
        'retry-after': '5',
      })
    }
    return c.json({ status: 'ready', catalogue: current.definition.name, items: current.items }, 200, uncached)
  }
}

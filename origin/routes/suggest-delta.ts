import type { Handler } from 'hono'
import type { SuggestDelta } from '#core/contract/suggest-delta'
import { sharedJson } from '../http/reply.ts'
import { suggestDelta } from '../jobs/suggest-delta.ts'
import type { Ports } from '../ports.ts'

const FRESHNESS = { maxAge: 2, staleWhileRevalidate: 10, staleIfError: 86_400 }
/** Every location asks every two seconds; the answer is worked out once for all of them, and anew after a removal. */
const REMEMBERED_MS = 1_000

export function suggestDeltaRoute(ports: Ports): Handler {
  let remembered: { at: number; removals: string; delta: Promise<SuggestDelta> } | null = null
  return async (c) => {
    const now = ports.now()
    const removals = JSON.stringify(await ports.removals.list())
    if (remembered === null || now - remembered.at >= REMEMBERED_MS || remembered.removals !== removals) {
      const delta = suggestDelta(ports)
      remembered = { at: now, removals, delta }
      delta.catch(() => (remembered = null))
    }
    return sharedJson(c.req.raw, await remembered.delta, { freshness: FRESHNESS, tags: ['artifacts', 'suggest-delta'] })
  }
}

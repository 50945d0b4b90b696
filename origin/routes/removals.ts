import type { Handler } from 'hono'
import { type RemovalsReply, removalsRequest } from '#core/contract/operations'
import { problemReply } from '../http/problem-reply.ts'
import { readBody } from '../http/read-body.ts'
import type { Ports } from '../ports.ts'

const MAX_BYTES = 1024 * 1024
/** All of them travel in every delta. */
const MAX_REMOVALS = 2_000
const uncached = { 'cache-control': 'no-store' }

export function listRemovals({ removals }: Ports): Handler {
  return async (c) => c.json({ removed: await removals.list() } satisfies RemovalsReply, 200, uncached)
}

/** Takes completions out of the suggestions, or back in. */
export function changeRemovals({ removals }: Ports): Handler {
  return async (c) => {
    const request = await readBody(c.req.raw, removalsRequest, MAX_BYTES)
    if (request.outcome === 'refused') return request.response
    const { remove, restore } = request.value
    const known = await removals.list()
    if (known.length + remove.length > MAX_REMOVALS) {
      return problemReply(
        'bad-request',
        `at most ${MAX_REMOVALS} removals; use suggest.deny of the catalogue file for words`,
      )
    }
    await removals.change({ remove, restore })
    return c.json({ removed: await removals.list() } satisfies RemovalsReply, 200, uncached)
  }
}

import type { Handler } from 'hono'
import * as v from 'valibot'
import { splitList } from '#core/contract/list'
import type { ItemsReply } from '#core/contract/retrieval'
import { problemReply } from '../http/problem-reply.ts'
import { parsedBy, readQuery } from '../http/query.ts'
import { sharedJson } from '../http/reply.ts'
import type { Ports } from '../ports.ts'

const FRESHNESS = { maxAge: 60, staleWhileRevalidate: 600, staleIfError: 86_400 }
const MAX_IDS = 200

const parameters = v.object({
  ids: v.optional(
    v.pipe(
      parsedBy(splitList),
      v.minLength(1, 'expected at least one id, and commas between several'),
      v.maxLength(MAX_IDS, `expected at most ${MAX_IDS} ids`),
    ),
    '',
  ),
})

/** Items by id, in the order asked. */
export function items({ catalogue }: Ports): Handler {
  return async (c) => {
    const query = readQuery(c.req.url, parameters)
    if (query.outcome === 'rejected') return problemReply('bad-request', query.detail)
    const ids = [...new Set(query.value.ids)]
    const found = await catalogue.get(ids)
    const known = new Set(found.map(({ id }) => id))
    const body: ItemsReply = { items: found, missing: ids.filter((id) => !known.has(id)) }
    return sharedJson(c.req.raw, body, { freshness: FRESHNESS, tags: ['catalogue'] })
  }
}

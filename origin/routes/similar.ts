import type { Handler } from 'hono'
import * as v from 'valibot'
import type { ListReply } from '#core/contract/retrieval'
import { problemReply } from '../http/problem-reply.ts'
import { readQuery, textUpTo, wholeNumber } from '../http/query.ts'
import { sharedJson } from '../http/reply.ts'
import type { Ports } from '../ports.ts'
import { noCatalogue } from './catalogue.ts'

const FRESHNESS = { maxAge: 300, staleWhileRevalidate: 3_600, staleIfError: 86_400 }
/** An item may be imported any moment; until then many visitors may ask for a dead link. */
const UNKNOWN = { 'cache-control': 'public, max-age=5' }

const parameters = v.object({
  item: v.optional(v.pipe(textUpTo(256), v.minLength(1, 'expected an item id')), ''),
  limit: wholeNumber({ min: 1, max: 200, fallback: 20 }),
})

export function similar({ catalogue, keywords }: Ports): Handler {
  return async (c) => {
    const query = readQuery(c.req.url, parameters)
    if (query.outcome === 'rejected') return problemReply('bad-request', query.detail)
    const current = await catalogue.current()
    if (current === null) return noCatalogue()
    const { item, limit } = query.value
    const hits = await keywords.similar(item, { definition: current.definition, limit })
    if (hits === null) return problemReply('not-found', `no item "${item}" in the catalogue`, UNKNOWN)
    const body: ListReply = { hits }
    return sharedJson(c.req.raw, body, { freshness: FRESHNESS, tags: ['catalogue'] })
  }
}

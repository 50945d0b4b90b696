import type { Handler } from 'hono'
import * as v from 'valibot'
import type { ListReply } from '#core/contract/retrieval'
import { problemReply } from '../http/problem-reply.ts'
import { readQuery, wholeNumber } from '../http/query.ts'
import { sharedJson } from '../http/reply.ts'
import type { Ports } from '../ports.ts'
import { trending as trendingItems } from '../retrieve/trending.ts'

const FRESHNESS = { maxAge: 10, staleWhileRevalidate: 60, staleIfError: 86_400 }

const parameters = v.object({ limit: wholeNumber({ min: 1, max: 200, fallback: 20 }) })

export function trending(ports: Ports): Handler {
  return async (c) => {
    const query = readQuery(c.req.url, parameters)
    if (query.outcome === 'rejected') return problemReply('bad-request', query.detail)
    const hits = await trendingItems(ports, { now: ports.now(), limit: query.value.limit })
    const body: ListReply = { hits }
    return sharedJson(c.req.raw, body, { freshness: FRESHNESS, tags: ['catalogue', 'trending'] })
  }
}

import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { problemReply } from './problem-reply.ts'
import { readQuery } from './query.ts'

const none = v.object({})

/** For routes that take no parameters: one that is given is refused by name, as everywhere. */
export const withoutParameters = createMiddleware(async function withoutParameters(c, next) {
  const query = readQuery(c.req.url, none)
  return query.outcome === 'rejected' ? problemReply('bad-request', query.detail) : next()
})

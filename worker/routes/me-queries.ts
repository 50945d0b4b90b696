/** `DELETE /v1/me/queries`: takes one query out of what this visitor asked lately. */
import * as v from 'valibot'
import { problem } from '#core/contract/problem'
import type { ForgottenReply } from '#core/contract/replies'
import { readParams } from '../params.ts'
import { refuse, respond } from '../respond.ts'
import { timed, type AppContext } from '../request.ts'
import { sessionUnavailable } from '../session/session-unavailable.ts'

const schema = v.object({
  q: v.pipe(
    v.string(),
    v.minLength(1, 'is empty; give the query to forget'),
    v.maxLength(256, 'has more than 256 characters, the most that is kept'),
  ),
})

export async function deleteQuery(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, schema)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const { identity, sessions } = c.get('deps')
  const visitor = await identity.of(c.req.raw.headers)
  if (visitor === undefined) return respond(c, { forgotten: false } satisfies ForgottenReply)
  const forgotten = await timed(c, 'session', sessions.forgetQuery(visitor, params.value.q))
  if (forgotten.outcome === 'unavailable') return sessionUnavailable(c, forgotten.cause)
  return respond(c, { forgotten: forgotten.value } satisfies ForgottenReply)
}

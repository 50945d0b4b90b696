import { createHash, timingSafeEqual } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { problemReply } from './problem-reply.ts'

/** Who may call: whoever has the secret, or anyone, which is for local development only. */
export type Access = { kind: 'secret'; secret: string } | { kind: 'open' }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Lets calls through that carry `authorization: Bearer <secret>`. Digests are compared: equal length, constant time. */
export function auth(access: Access) {
  const expected = access.kind === 'secret' ? digest(`Bearer ${access.secret}`) : null
  return createMiddleware(async function auth(c, next) {
    if (expected !== null && !timingSafeEqual(digest(c.req.header('authorization') ?? ''), expected)) {
      return problemReply(
        'unauthorised',
        'send authorization: Bearer <secret>, the secret that origin and edge share',
        {
          'www-authenticate': 'Bearer',
        },
      )
    }
    return next()
  })
}

/**
 * Cross-origin access for the pages in ALLOWED_ORIGINS, by exact match. `Vary: Origin` goes on every answer, because
 * what a shared cache stored for one page must not be read as permission by another.
 */
import type { MiddlewareHandler } from 'hono'
import { VISITOR_HEADER } from '../identity/identity.ts'
import type { AppEnv } from '../request.ts'

const EXPOSED = [
  'cache-status',
  'server-timing',
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  VISITOR_HEADER,
]

export const cors: MiddlewareHandler<AppEnv> = async function cors(c, next) {
  const { allowedOrigins } = c.get('deps')
  if (allowedOrigins.size === 0) return next()
  const { headers } = c.get('state')
  headers.push(['vary', 'origin'])
  const origin = c.req.header('origin')
  if (origin === undefined || !allowedOrigins.has(origin)) return next()
  headers.push(
    ['access-control-allow-origin', origin],
    ['access-control-allow-credentials', 'true'],
    ['access-control-expose-headers', EXPOSED.join(', ')],
    ['timing-allow-origin', origin],
  )
  if (c.req.method !== 'OPTIONS') return next()
  headers.push(
    ['access-control-allow-methods', 'GET, POST, PUT, DELETE'],
    ['access-control-allow-headers', `content-type, x-request-id, ${VISITOR_HEADER}`],
    ['access-control-max-age', '86400'],
  )
  return new Response(null, { status: 204, headers })
}

/**
 * Cross-origin access for the pages in ALLOWED_ORIGINS, by exact match. `Vary: Origin` goes on every answer, because
 * what a shared cache stored for one page must not be read as permission by another.
 */
import { VISITOR_HEADER } from '../identity/identity.ts'
import type { Handle } from '../request.ts'

const EXPOSED = [
  'cache-status',
  'server-timing',
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  VISITOR_HEADER,
].join(', ')

export function cors(next: Handle): Handle {
  return (c) => {
    const { allowedOrigins } = c.get('deps')
    if (allowedOrigins.size === 0) return next(c)
    const { headers } = c.get('state')
    headers.vary = 'origin'
    const origin = c.req.raw.headers.get('origin')
    if (origin === null || !allowedOrigins.has(origin)) return next(c)
    headers['access-control-allow-origin'] = origin
    headers['access-control-allow-credentials'] = 'true'
    headers['access-control-expose-headers'] = EXPOSED
    headers['timing-allow-origin'] = origin
    if (c.req.method !== 'OPTIONS') return next(c)
    headers['access-control-allow-methods'] = 'GET, POST, PUT, DELETE'
    headers['access-control-allow-headers'] = `content-type, x-request-id, ${VISITOR_HEADER}`
    headers['access-control-max-age'] = '86400'
    return new Response(null, { status: 204, headers })
  }
}

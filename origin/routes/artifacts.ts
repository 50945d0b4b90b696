import type { Handler } from 'hono'
import { problemReply } from '../http/problem-reply.ts'
import { sharedJson } from '../http/reply.ts'
import type { Ports } from '../ports.ts'

const FRESHNESS = { maxAge: 5, staleWhileRevalidate: 30, staleIfError: 86_400 }

/** Which artifact of each kind is served now. */
export function artifactPointers({ artifacts }: Ports): Handler {
  return async (c) => sharedJson(c.req.raw, await artifacts.pointers(), { freshness: FRESHNESS, tags: ['artifacts'] })
}

/** An artifact's bytes: named after their content, so they never change. */
export function artifactBytes({ artifacts }: Ports): Handler {
  return async (c) => {
    const name = c.req.param('name') ?? ''
    const bytes = await artifacts.read(name)
    if (bytes === null)
      return problemReply('not-found', `no artifact "${name.slice(0, 64)}"; GET /v1/artifacts names the current ones`)
    return c.body(bytes, 200, {
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${name}"`,
    })
  }
}

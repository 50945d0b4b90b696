import type { Handler } from 'hono'
import { publishRequest } from '#core/contract/operations'
import { openSuggestIndex } from '#core/suggest/open'
import { problemReply } from '../http/problem-reply.ts'
import { readBody } from '../http/read-body.ts'
import type { Ports } from '../ports.ts'

const MAX_BYTES = 1_024
const uncached = { 'cache-control': 'no-store' }

export function artifactVersions({ artifacts }: Ports): Handler {
  return async (c) => c.json(await artifacts.versions('suggest'), 200, uncached)
}

/** Serves another version, which is opened once before: a damaged file never goes out. `latest` builds a new one. */
export function publish({ artifacts }: Ports, rebuild: () => Promise<void>): Handler {
  return async (c) => {
    const request = await readBody(c.req.raw, publishRequest, MAX_BYTES)
    if (request.outcome === 'refused') return request.response
    const name = request.value.artifact
    if (name === 'latest') {
      await artifacts.release('suggest')
      await rebuild()
      return c.json(await artifacts.versions('suggest'), 200, uncached)
    }
    const bytes = await artifacts.read(name)
    if (bytes === null) return problemReply('not-found', `no artifact "${name}"; GET /v1/artifacts/versions lists them`)
    const opened = openSuggestIndex(bytes.buffer)
    if (opened.outcome === 'refused') return problemReply('bad-request', `"${name}" is not published: ${opened.reason}`)
    await artifacts.point('suggest', name, 'operator')
    return c.json(await artifacts.versions('suggest'), 200, uncached)
  }
}

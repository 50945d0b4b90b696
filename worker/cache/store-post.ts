/**
 * A POST whose answer says that it is the representation of the target itself (Content-Location) and how long it is
 * fresh may answer later GETs (RFC 9110 section 9.3.3).
 */
import { parseCacheControl } from '#core/cache/cache-control'
import { entryFrom } from './http-entry.ts'
import type { HttpDeps } from './http-job.ts'
import { readBody } from './read-body.ts'
import { passedFields } from './upstream-selection.ts'

/** The response to pass on: the given one, its body read if it was stored. */
export async function storePost(
  deps: HttpDeps,
  post: { request: Request; response: Response; target: { key: string; path: string }; requestedAt: number },
): Promise<Response> {
  const { request, response, target, requestedAt } = post
  if (!describesTarget(request, response) || deps.upstream.visitors !== 'origin-decides') return response
  const job = { request, ...target, variant: target.key, hand: () => undefined, meet: () => undefined }
  const family = Math.floor(deps.random() * 2 ** 32).toString(36)
  const passed = passedFields(deps.upstream, [])
  const begun = { requestedAt, sequence: deps.tiers.purges.sequence(), family, passed }
  const made = entryFrom({ ...deps, job, response, older: undefined, begun })
  if (made.outcome === 'refuse' || made.entry.vary.length > 0) return response
  const body = await readBody(response, deps.upstream.maxBodyBytes)
  if (body.outcome === 'too-large') return body.response
  await deps.tiers.store(target.key, { ...made.entry, body: body.bytes })
  return new Response(body.bytes, response)
}

function describesTarget(request: Request, response: Response): boolean {
  const location = response.headers.get('content-location')
  if (request.method !== 'POST' || response.status !== 200 || location === null) return false
  if (!URL.canParse(location, request.url) || new URL(location, request.url).href !== request.url) return false
  const directives = parseCacheControl(response.headers.get('cache-control'))
  return directives.has('max-age') || directives.has('s-maxage') || response.headers.has('expires')
}

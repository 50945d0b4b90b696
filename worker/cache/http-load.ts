/** How any HTTP response is found in the slower tiers, and loaded from the origin with what is held as its condition. */
import { validators } from '#core/cache/conditional'
import type { StoredEntry } from '#core/cache/entry'
import { isServableOnError } from '#core/cache/freshness'
import { selects } from '#core/cache/vary'
import { entryFrom, type Begun } from './http-entry.ts'
import type { HttpDeps, HttpJob } from './http-job.ts'
import type { Loaded } from './loaded.ts'
import { readBody } from './read-body.ts'
import type { LoadPurpose } from './load-once.ts'
import type { FoundEntry } from './tiers.ts'
import { cacheableRequest } from './upstream-request.ts'
import { variantKeyOf } from './variant.ts'

export async function loadHttp(
  deps: HttpDeps,
  job: HttpJob,
  before: { older: StoredEntry | undefined; purpose: LoadPurpose },
): Promise<Loaded> {
  const { older } = before
  const begun = begin(deps, job)
  let response: Response
  try {
    const conditions = older === undefined ? {} : validators(older)
    const request = cacheableRequest(deps.upstream, { request: job.request, url: job.url, validators: conditions })
    response = await deps.upstream.send(request, before.purpose)
  } catch (cause) {
    return failed(deps, job, { held: older, cause })
  }
  if (response.status >= 500 && older !== undefined && isServableOnError(older.deadlines, deps.now(), true)) {
    await response.body?.cancel()
    deps.onEvent({ type: 'load-failed', key: job.variant, reason: 'error-status', cause: response.status })
    return { outcome: 'failed', reason: 'error-status', held: older }
  }
  return receive(deps, job, { response, older, begun, purpose: before.purpose })
}

/** In the slower tiers, too, the key may hold another variant than this request's. */
export async function findHttp(deps: HttpDeps, job: HttpJob): Promise<FoundEntry | undefined> {
  const found = await deps.tiers.lookup(job.variant)
  if (found === undefined || selects(found.entry, job.request.headers)) return found
  const own = await deps.tiers.lookup(variantKeyOf(job.key, found.entry, job.request.headers))
  return own !== undefined && selects(own.entry, job.request.headers) ? own : undefined
}

function begin(deps: HttpDeps, job: HttpJob): Begun {
  const family = deps.tiers.peek(job.key)?.family
  return {
    requestedAt: deps.now(),
    sequence: deps.tiers.purges.sequence(),
    family: family === undefined || family === '' ? Math.floor(deps.random() * 2 ** 32).toString(36) : family,
  }
}

type Received = { response: Response; older: StoredEntry | undefined; begun: Begun; purpose: LoadPurpose }

async function receive(deps: HttpDeps, job: HttpJob, received: Received): Promise<Loaded> {
  const { response, older, begun } = received
  const originMs = deps.now() - begun.requestedAt
  const made = entryFrom({ ...deps, job, response, older, begun })
  if (made.outcome === 'refuse') return unshare(deps, job, { ...received, response, rule: made.rule })
  let entry = made.entry
  if (made.body === 'of-response') {
    try {
      const body = await readBody(response, deps.upstream.maxBodyBytes)
      if (body.outcome === 'too-large') {
        return await unshare(deps, job, { ...received, response: body.response, rule: 'too large to store' })
      }
      entry = { ...entry, body: body.bytes }
    } catch (cause) {
      return failed(deps, job, { held: older, cause })
    }
  } else await response.body?.cancel()
  const stored = deps.now() < entry.deadlines.keepUntil
  const written = stored ? storeVariant(deps, job, entry) : Promise.resolve()
  deps.onEvent({ type: 'loaded', key: job.variant, status: response.status, originMs, stored })
  return { outcome: 'fetched', entry, originStatus: response.status, originMs, stored, written }
}

async function storeVariant(deps: HttpDeps, job: HttpJob, entry: StoredEntry): Promise<void> {
  const keys = entry.vary.length === 0 ? [job.key] : [job.key, variantKeyOf(job.key, entry, job.request.headers)]
  await Promise.all(keys.map((key) => deps.tiers.store(key, entry)))
}

/** The reply is not to be stored, and it replaces what was: the older entry must not come back. */
async function unshare(deps: HttpDeps, job: HttpJob, reply: Received & { rule: string }): Promise<Loaded> {
  deps.onEvent({ type: 'unshared', key: job.variant, status: reply.response.status, rule: reply.rule })
  if (reply.older !== undefined && reply.response.status < 500) await deps.tiers.drop(job.variant)
  if (reply.purpose === 'visitor') job.hand(reply.response)
  else await reply.response.body?.cancel()
  return { outcome: 'unshared' }
}

function failed(deps: HttpDeps, job: HttpJob, failure: { held: StoredEntry | undefined; cause: unknown }): Loaded {
  const { held, cause } = failure
  const reason = cause instanceof Error && cause.name === 'TimeoutError' ? 'timeout' : 'failed'
  deps.onEvent({ type: 'load-failed', key: job.variant, reason, cause })
  return { outcome: 'failed', reason, held }
}

/** How any HTTP response is found in the slower tiers, and loaded from the origin with what is held as its condition. */
import { validators } from '#core/cache/conditional'
import type { StoredEntry } from '#core/cache/entry'
import type { LoadFailure } from '#core/cache/event'
import { isServableOnError } from '#core/cache/freshness'
import { entryFrom, type Begun } from './http-entry.ts'
import type { HttpJob, HttpLoadDeps } from './http-job.ts'
import type { Loaded } from './loaded.ts'
import { readBody } from './read-body.ts'
import type { Purpose } from '../origin-client/origin-call.ts'
import type { FoundEntry } from './tiers.ts'
import { cacheableRequest } from './upstream-request.ts'
import { isFor, heldBack, passedFields } from './upstream-selection.ts'
import { ownVariantKey, variantKeyOf } from './variant.ts'

/** What an answer of the origin is to the cache, judged by its headers before its body is read. */
type Received =
  /** 5xx, while what is held may stand in for it. */
  | { kind: 'error' }
  | { kind: 'bad-reply' }
  | { kind: 'unshared'; response: Response; rule: string }
  | { kind: 'entry'; entry: StoredEntry }

/** What is not stored teaches for so long by which fields its origin chooses. */
const LEARNED_MS = 10_000

type Context = { waitUntil(promise: Promise<unknown>): void }
type Load = { older: StoredEntry | undefined; begun: Begun; purpose: Purpose }

export async function loadHttp(
  deps: HttpLoadDeps,
  job: HttpJob,
  before: { older: StoredEntry | undefined; purpose: Purpose },
): Promise<Loaded> {
  const load: Load = { ...before, begun: begin(deps, job) }
  const called = await deps.upstream.origins.call({
    ...cacheableRequest(deps.upstream, { ...job, passed: load.begun.passed, validators: conditionsOf(load) }),
    purpose: load.purpose,
    receive: (response) => receive(deps, job, { ...load, response }),
  })
  switch (called.outcome) {
    case 'timeout':
      return failed(deps, job, { reason: 'timeout', held: load.older, cause: undefined })
    case 'failed':
      return failed(deps, job, { reason: 'failed', held: load.older, cause: called.cause })
    case 'crowded':
      // A refresh that finds no place is no word on the origin: it is for later.
      if (load.purpose === 'background') return { outcome: 'deferred' }
      return failed(deps, job, { reason: 'crowded', held: load.older, cause: undefined })
    case 'replied':
      return settle(deps, job, { ...load, received: called.value, status: called.status, originMs: called.originMs })
    default:
      return called satisfies never
  }
}

const conditionsOf = ({ older }: Load): Record<string, string> => (older === undefined ? {} : validators(older))

/** Only who asked whether something changed can be told that it did not. */
const isConditional = (load: Load): boolean => Object.keys(conditionsOf(load)).length > 0

/** In the slower tiers, too, the key may hold another variant than this request's. */
export async function findHttp(deps: HttpLoadDeps, job: HttpJob, context: Context): Promise<FoundEntry | undefined> {
  const found = await deps.tiers.lookup(job.variant, context)
  if (found === undefined || isFor(deps.upstream, found.entry, job.request.headers)) return found
  job.meet()
  const own = await deps.tiers.lookup(variantKeyOf(job.key, found.entry, job.request.headers), context)
  return own !== undefined && isFor(deps.upstream, own.entry, job.request.headers) ? own : undefined
}

function begin(deps: HttpLoadDeps, job: HttpJob): Begun {
  const newest = deps.tiers.peek(job.key)
  const family = newest?.family
  return {
    requestedAt: deps.now(),
    sequence: deps.tiers.purges.sequence(),
    family: family === undefined || family === '' ? Math.floor(deps.random() * 2 ** 32).toString(36) : family,
    passed: passedFields(deps.upstream, [...(newest?.vary ?? []), ...(deps.learned.get(job.key)?.value ?? [])]),
  }
}

async function receive(deps: HttpLoadDeps, job: HttpJob, load: Load & { response: Response }): Promise<Received> {
  const { response, older } = load
  if (response.status >= 500 && older !== undefined && isServableOnError(older.deadlines, deps.now(), true)) {
    await response.body?.cancel()
    return { kind: 'error' }
  }
  if (response.status === 304 && !isConditional(load)) return { kind: 'bad-reply' }
  const made = entryFrom({ ...deps, job, ...load })
  if (made.outcome === 'refuse') return { kind: 'unshared', response, rule: made.rule }
  if (made.body === 'of-older') {
    await response.body?.cancel()
    return { kind: 'entry', entry: made.entry }
  }
  const body = await readBody(response, deps.upstream.maxBodyBytes)
  if (body.outcome === 'too-large') return { kind: 'unshared', response: body.response, rule: 'too large to store' }
  return { kind: 'entry', entry: { ...made.entry, body: body.bytes } }
}

async function settle(
  deps: HttpLoadDeps,
  job: HttpJob,
  reply: Load & { received: Received; status: number; originMs: number },
): Promise<Loaded> {
  const { received, status, originMs, older } = reply
  switch (received.kind) {
    case 'error':
      return failed(deps, job, { reason: 'error-status', held: older, cause: status })
    case 'bad-reply':
      return failed(deps, job, { reason: 'bad-reply', held: older, cause: status })
    case 'unshared':
      return unshare(deps, job, { ...reply, ...received })
    case 'entry': {
      const { entry } = received
      const stored = deps.now() < entry.deadlines.keepUntil
      if (!stored && entry.vary.length > 0) deps.learned.set(job.key, entry.vary, LEARNED_MS)
      const written = stored ? storeVariant(deps, job, entry) : Promise.resolve()
      deps.onEvent({ type: 'loaded', key: job.variant, status, originMs, stored })
      return { outcome: 'fetched', entry, originStatus: status, originMs, stored, written }
    }
    default:
      return received satisfies never
  }
}

async function storeVariant(deps: HttpLoadDeps, job: HttpJob, entry: StoredEntry): Promise<void> {
  const keys = entry.vary.length === 0 ? [job.key] : [job.key, ownVariantKey(job.key, entry)]
  await Promise.all(keys.map((key) => deps.tiers.store(key, entry)))
}

/** The reply is not to be stored, and it replaces what was: the older entry must not come back. */
async function unshare(
  deps: HttpLoadDeps,
  job: HttpJob,
  reply: Load & { response: Response; rule: string },
): Promise<Loaded> {
  deps.onEvent({ type: 'unshared', key: job.variant, status: reply.response.status, rule: reply.rule })
  if (reply.older !== undefined && reply.response.status < 500) await deps.tiers.drop(job.variant)
  // One that is not for everybody, and was not made for this visitor either, is for nobody: it is asked for again.
  const { passed } = reply.begun
  const missed = heldBack(reply.response.headers, job.request.headers, passed)
  if (missed.length > 0) deps.learned.set(job.key, missed.concat(passed), LEARNED_MS)
  if (reply.purpose === 'visitor' && missed.length === 0) job.hand(reply.response)
  else await reply.response.body?.cancel()
  return { outcome: 'unshared' }
}

function failed(
  deps: HttpLoadDeps,
  job: HttpJob,
  failure: { reason: LoadFailure; held: StoredEntry | undefined; cause: unknown },
): Loaded {
  const { reason, held, cause } = failure
  deps.onEvent({ type: 'load-failed', key: job.variant, reason, cause })
  return { outcome: 'failed', reason, held }
}

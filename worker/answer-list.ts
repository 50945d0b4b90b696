/**
 * The ladder under every ranked list: the part that was asked for (fresh or stale), else the last popular list, else
 * a 503 that says when to come back. Each step down is marked in the answer and counted.
 */
import { problem } from '#core/contract/problem'
import type { Degraded } from '#core/contract/replies'
import type { ListReply } from '#core/contract/retrieval'
import type { SharedAnswer } from './cache/shared-cache.ts'
import { logFault } from './log-fault.ts'
import { readShared } from './read-shared.ts'
import type { AppContext } from './request.ts'
import { refuse } from './respond.ts'
import { trending } from './shared-parts.ts'

export type Listed<T> =
  | { outcome: 'listed'; value: T; degraded: Degraded; cacheStatus: string }
  | { outcome: 'fallback'; value: ListReply; cacheStatus: string }
  | { outcome: 'refused'; response: Response }

type Unavailable = Extract<SharedAnswer<unknown>, { outcome: 'unavailable' }>

/** Turns what the cache answered into a list to rank, or into the refusal to send. */
export function listOf<T>(c: AppContext, shared: SharedAnswer<T>): Listed<T> | Promise<Listed<T>> {
  switch (shared.outcome) {
    case 'answered':
      return { outcome: 'listed', value: shared.value, degraded: shared.degraded, cacheStatus: shared.cacheStatus }
    case 'refused':
      return { outcome: 'refused', response: refusedByOrigin(c, shared) }
    case 'unavailable':
      return popular(c, shared)
    default:
      return shared satisfies never
  }
}

async function popular<T>(c: AppContext, shared: Unavailable): Promise<Listed<T>> {
  const list = await readShared(c, trending())
  if (list.outcome !== 'answered') return { outcome: 'refused', response: unavailable(c, shared) }
  c.get('deps').metrics.count('degraded', { to: 'fallback' })
  return { outcome: 'fallback', value: list.value, cacheStatus: shared.cacheStatus }
}

/** The origin's 400 and 404 are about the visitor's input and are passed on; any other refusal is our own fault. */
function refusedByOrigin(c: AppContext, shared: Extract<SharedAnswer<unknown>, { outcome: 'refused' }>): Response {
  const detail = detailOf(shared.problem)
  const headers = { 'cache-status': shared.cacheStatus }
  if (shared.status === 404) return refuse(c, problem('not-found', detail), headers)
  if (shared.status === 400) return refuse(c, problem('bad-request', detail), headers)
  logFault(c, { event: 'origin-refused', status: shared.status, detail })
  return refuse(c, problem('unavailable', 'the origin does not accept this edge'), { ...headers, 'retry-after': '30' })
}

function detailOf(body: unknown): string {
  const known = typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string'
  return known ? String(body.detail) : 'the origin refused this request'
}

function unavailable(c: AppContext, shared: Unavailable): Response {
  c.get('deps').metrics.count('degraded', { to: 'unavailable' })
  const detail = 'the origin does not answer and nothing usable is cached; try again shortly'
  return refuse(c, problem('unavailable', detail), {
    'cache-status': shared.cacheStatus,
    'retry-after': String(shared.retryAfterSeconds),
  })
}

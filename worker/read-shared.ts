/** Reads a shared part for this request, with the deadline and the failures that every route has in common. */
import { withInternals } from '#core/cache/cache-status'
import type { SharedAnswer, SharedRequest } from './cache/shared-cache.ts'
import { isOperator } from './operator.ts'
import { waitUntilOf, type AppContext } from './request.ts'

/** A visitor waits this long for a missing part; the load goes on behind it. */
const DEADLINE_MS = 2_500

export function readShared<T>(c: AppContext, request: SharedRequest<T>): SharedAnswer<T> | Promise<SharedAnswer<T>> {
  const answer = c.get('deps').cache.get(request, { waitUntil: waitUntilOf(c), deadlineMs: DEADLINE_MS })
  return c.req.raw.headers.has('authorization') ? explained(c, request.path, answer) : answer
}

/** What is kept, and why it could not be had, is for operators: to others it tells how to reach or poison an entry. */
async function explained<T>(
  c: AppContext,
  key: string,
  answer: SharedAnswer<T> | Promise<SharedAnswer<T>>,
): Promise<SharedAnswer<T>> {
  const [shared, operator] = await Promise.all([answer, isOperator(c)])
  if (!operator) return shared
  const detail = shared.outcome === 'unavailable' ? shared.reason : undefined
  return { ...shared, cacheStatus: withInternals(shared.cacheStatus, { key, detail }) }
}

/** Reads a shared part for this request, with the deadline and the failures that every route has in common. */
import type { SharedAnswer, SharedRequest } from './cache/shared-cache.ts'
import { waitUntilOf, type AppContext } from './request.ts'

/** A visitor waits this long for a missing part; the load goes on behind the answer. */
const DEADLINE_MS = 2_500

export function readShared<T>(c: AppContext, request: SharedRequest<T>): Promise<SharedAnswer<T>> {
  return c.var.deps.cache.get(request, { waitUntil: waitUntilOf(c), deadlineMs: DEADLINE_MS })
}

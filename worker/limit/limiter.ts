/**
 * Rate limits: a verdict from the isolate's own bucket at once, brought together in the key's BucketObject.
 *
 *   open policies    (reads, events)   the isolate decides alone and reports every k admitted requests in the
 *                                      background; the answer tells it what all other isolates used. Over-admission
 *                                      is at most isolates × k. Object down: the local bucket stands.
 *   closed policies  (erase, admin)    the object decides every time. Object down: refused.
 *
 * See docs/decisions/004.
 */
import { take, type Quota, type Verdict } from '#core/limit/gcra'
import { within, type Timer } from '#core/deadline'
import type { PolicyName } from '../config.ts'
import type { Env } from '../env.ts'

export type Limited =
  | { outcome: 'decided'; policy: PolicyName; quota: Quota; verdict: Verdict }
  | { outcome: 'unavailable' }

export type Limiter = {
  check(policy: PolicyName, key: string, waitUntil: (work: Promise<unknown>) => void): Limited | Promise<Limited>
}

const CLOSED: ReadonlySet<PolicyName> = new Set(['erase', 'admin'])
const OBJECT_DEADLINE_MS = 250
/** Keys an isolate keeps; the least recently seen go first, their unreported use with them. */
const KEYS_MAX = 10_000

type Local = { tat: number; unreported: number }

export function createLimiter(deps: {
  buckets: Env['BUCKETS']
  limits: Record<PolicyName, Quota>
  now: () => number
  timer: Timer
  onFailure: (policy: PolicyName) => void
}): Limiter {
  const locals = new Map<string, Local>()

  async function ask(policy: PolicyName, name: string): Promise<Limited> {
    const quota = deps.limits[policy]
    const bucket = deps.buckets.get(deps.buckets.idFromName(name))
    const answer = await within(async (): Promise<Verdict> => bucket.take(quota, 1), OBJECT_DEADLINE_MS, deps.timer)
    if (answer.outcome === 'in-time') return { outcome: 'decided', policy, quota, verdict: answer.value }
    deps.onFailure(policy)
    return { outcome: 'unavailable' }
  }

  async function report(policy: PolicyName, name: string, local: Local): Promise<void> {
    const cost = local.unreported
    local.unreported = 0
    const bucket = deps.buckets.get(deps.buckets.idFromName(name))
    const answer = await within(async () => bucket.report(deps.limits[policy], cost), OBJECT_DEADLINE_MS, deps.timer)
    if (answer.outcome === 'in-time') {
      local.tat = Math.max(local.tat, deps.now() + answer.value.resetMs)
      return
    }
    // Not known whether it counted: counting again could lock a visitor out, so the report is dropped (open).
    deps.onFailure(policy)
  }

  function decide(policy: PolicyName, name: string, waitUntil: (work: Promise<unknown>) => void): Limited {
    const quota = deps.limits[policy]
    const local = touch(locals, name)
    const { verdict, tat } = take(local.tat, quota, { cost: 1, now: deps.now() })
    local.tat = tat
    if (verdict.outcome === 'allowed') local.unreported += 1
    if (local.unreported >= reportEvery(quota)) waitUntil(report(policy, name, local))
    return { outcome: 'decided', policy, quota, verdict }
  }

  return {
    check(policy, key, waitUntil) {
      const name = `${policy}:${key}`
      return CLOSED.has(policy) ? ask(policy, name) : decide(policy, name, waitUntil)
    },
  }
}

/** A twentieth of the quota: at most 0.05 object calls a request, and 5 % over-admission for each further isolate. */
function reportEvery(quota: Quota): number {
  return Math.max(1, Math.floor(quota.tokens / 20))
}

function touch(locals: Map<string, Local>, name: string): Local {
  const known = locals.get(name)
  if (known !== undefined) {
    locals.delete(name)
    locals.set(name, known)
    return known
  }
  const oldest = locals.size >= KEYS_MAX ? locals.keys().next().value : undefined
  if (oldest !== undefined) locals.delete(oldest)
  const fresh = { tat: 0, unreported: 0 }
  locals.set(name, fresh)
  return fresh
}

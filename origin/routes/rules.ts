import type { Handler } from 'hono'
import * as v from 'valibot'
import { parseRules, RULES_MAX_AGE_S, RULES_STALE_S, type RulesReply } from '#core/contract/rules'
import { problemReply } from '../http/problem-reply.ts'
import { readBody } from '../http/read-body.ts'
import { sharedJson } from '../http/reply.ts'
import type { Ports } from '../ports.ts'

const MAX_BYTES = 256 * 1024
/** Refreshed behind an answer, so that no visitor waits; a write purges them, and they outlive an outage of the origin. */
const FRESHNESS = { maxAge: RULES_MAX_AGE_S, staleWhileRevalidate: RULES_STALE_S, staleIfError: 86_400 }

export function listRules({ rules }: Ports): Handler {
  return async (c) => {
    const reply: RulesReply = { rules: await rules.list() }
    return sharedJson(c.req.raw, reply, { freshness: FRESHNESS, tags: ['rules'] })
  }
}

/** Takes all rules there shall be, or none of them. */
export function replaceRules({ rules }: Ports): Handler {
  return async (c) => {
    const body = await readBody(c.req.raw, v.unknown(), MAX_BYTES)
    if (body.outcome === 'refused') return body.response
    const parsed = parseRules(body.value)
    if (parsed.outcome === 'rejected') return problemReply('bad-request', parsed.detail)
    await rules.replace(parsed.value)
    return c.json({ rules: parsed.value } satisfies RulesReply, 200, { 'cache-control': 'no-store' })
  }
}

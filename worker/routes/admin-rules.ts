/** `PUT /v1/admin/rules`: all rules there shall be; `?preview=true&q=…` answers the search that they would give. */
import * as v from 'valibot'
import { parse } from '#core/contract/parse'
import { parseRules, RULES_MAX_AGE_S } from '#core/contract/rules'
import { problem } from '#core/contract/problem'
import { readJson } from '../body.ts'
import { readParams } from '../params.ts'
import { refuse, respond } from '../respond.ts'
import type { AppContext } from '../request.ts'
import { searchUnder } from './search.ts'

/** Fresh, then once more while it is refreshed. */
const TOO_OLD_AFTER_MS = 2 * RULES_MAX_AGE_S * 1_000

export async function putRules(c: AppContext): Promise<Response> {
  const url = new URL(c.req.url)
  const preview = url.searchParams.getAll('preview')
  const previewing = preview.length === 1 && preview[0] === 'true'
  const params = previewing ? parse(v.unknown(), {}) : readParams(c.req.url, v.object({}))
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', `${params.detail}, or preview=true`))
  const body = await readJson(c, v.unknown())
  if (body.outcome === 'refused') return refuse(c, body.problem)
  const rules = parseRules(body.value)
  if (rules.outcome === 'rejected') return refuse(c, problem('bad-request', rules.detail))
  if (previewing) {
    url.searchParams.delete('preview')
    return searchUnder(c, { url: url.href, readRules: () => rules.value, noted: false })
  }
  const written = await c.get('deps').writeRules(rules.value)
  if (written.outcome === 'unavailable') {
    console.error(JSON.stringify({ event: 'rules-not-stored', cause: written.cause }))
    const detail = 'the origin did not store the rules; those of before still hold'
    return refuse(c, problem('unavailable', detail), { 'retry-after': '5' })
  }
  const inEffectBy = new Date(c.get('deps').now() + (await inEffectInMs(c))).toISOString()
  return respond(c, { rules: rules.value.length, inEffectBy })
}

/** Purges the rules that locations hold. Where that fails they are replaced when they are too old, and the answer says so. */
async function inEffectInMs(c: AppContext): Promise<number> {
  try {
    return (await c.get('deps').purges.purge('hard', [{ by: 'tag', value: 'rules' }])).visibleEverywhereInMs
  } catch (cause) {
    console.error(JSON.stringify({ event: 'purge-failed', cause: String(cause) }))
    return TOO_OLD_AFTER_MS
  }
}

/**
 * `GET /v1/admin/rules`: what is stored. `PUT`: all rules there shall be; `?preview=true&q=…` answers the search that
 * they would give, now or `at` another moment.
 */
import * as v from 'valibot'
import { parse, type Parsed } from '#core/contract/parse'
import { parseRules, RULES_MAX_AGE_S, RULES_STALE_S, type Rule } from '#core/contract/rules'
import { existingSecond } from '#core/contract/utc-second'
import { problem } from '#core/contract/problem'
import { unknownFacets } from '#core/rank/rules/unknown-facets'
import { readJson } from '../body.ts'
import { logFault } from '../log-fault.ts'
import { noParams, readParams } from '../params.ts'
import { readShared } from '../read-shared.ts'
import { refuse, respond } from '../respond.ts'
import type { AppContext } from '../request.ts'
import { catalogue } from '../shared-parts.ts'
import { searchUnder } from './search.ts'

/** What an isolate that nobody asks for so long has of them is used no more. */
const TOO_OLD_AFTER_MS = (RULES_MAX_AGE_S + RULES_STALE_S) * 1_000

export async function getRules(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, noParams)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const stored = await c.get('deps').storedRules.read()
  if (stored.outcome === 'read') return respond(c, { rules: stored.rules })
  return unavailable(c, { event: 'rules-not-read', cause: stored.cause }, 'the origin did not say which rules it has')
}

export async function putRules(c: AppContext): Promise<Response> {
  const asked = readPut(c.req.url)
  if (asked.outcome === 'rejected') return refuse(c, problem('bad-request', asked.detail))
  const body = await readJson(c, v.unknown())
  if (body.outcome === 'refused') return refuse(c, body.problem)
  const rules = parseRules(body.value)
  if (rules.outcome === 'rejected') return refuse(c, problem('bad-request', rules.detail))
  const preview = asked.value
  if (preview === undefined) return store(c, rules.value)
  const { url, at } = preview
  const now = at === undefined ? c.get('deps').now : () => Date.parse(at)
  return searchUnder(c, { url, readRules: () => rules.value, now, noted: false })
}

const moment = v.object({ at: v.optional(existingSecond) })
type Preview = { url: string; at?: string | undefined }

/** The search that is previewed, and when; undefined when the rules shall be stored. */
function readPut(asked: string): Parsed<Preview | undefined> {
  const url = new URL(asked)
  const preview = url.searchParams.getAll('preview')
  if (preview.length !== 1 || preview[0] !== 'true') {
    const params = readParams(asked, noParams)
    if (params.outcome === 'parsed') return { outcome: 'parsed', value: undefined }
    return { outcome: 'rejected', detail: `${params.detail}, or preview=true` }
  }
  const given = url.searchParams.getAll('at')
  if (given.length > 1) return { outcome: 'rejected', detail: 'at: given more than once; give it once' }
  const at = parse(moment, given.length === 0 ? {} : { at: given[0] })
  if (at.outcome === 'rejected') return at
  url.searchParams.delete('preview')
  url.searchParams.delete('at')
  return { outcome: 'parsed', value: { url: url.href, ...at.value } }
}

async function store(c: AppContext, rules: readonly Rule[]): Promise<Response> {
  const written = await c.get('deps').storedRules.replace(rules)
  if (written.outcome === 'unavailable') {
    const detail = 'the origin did not store the rules; those of before still hold'
    return unavailable(c, { event: 'rules-not-stored', cause: written.cause }, detail)
  }
  const [inMs, warnings] = await Promise.all([inEffectInMs(c), warningsOf(c, rules)])
  const inEffectBy = new Date(c.get('deps').now() + inMs).toISOString()
  return respond(c, { rules: rules.length, inEffectBy, warnings })
}

/** What is stored and will not do what it says. Facet names are at hand here, their values are not. */
async function warningsOf(c: AppContext, rules: readonly Rule[]): Promise<string[]> {
  const meta = await readShared(c, catalogue())
  if (meta.outcome !== 'answered') return ['the catalogue could not be read: nobody checked that it has these facets']
  const known = meta.value.facets.map(({ name }) => name)
  return unknownFacets(rules, known)
}

/** Purges the rules that locations hold. Where that fails they are replaced when they are too old, and the answer says so. */
async function inEffectInMs(c: AppContext): Promise<number> {
  try {
    return (await c.get('deps').purges.purge('hard', [{ by: 'tag', value: 'rules' }])).visibleEverywhereInMs
  } catch (cause) {
    logFault(c, { event: 'purge-failed', cause: String(cause) })
    return TOO_OLD_AFTER_MS
  }
}

function unavailable(c: AppContext, logged: { event: string; cause: string }, detail: string): Response {
  logFault(c, logged)
  return refuse(c, problem('unavailable', detail), { 'retry-after': '5' })
}

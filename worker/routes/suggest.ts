/** `GET /v1/suggest`: completions from the index of this isolate and the changes over it, the visitor's own first. */
import * as v from 'valibot'
import type { CatalogueMeta } from '#core/contract/catalogue'
import { problem } from '#core/contract/problem'
import type { SuggestReply } from '#core/contract/replies'
import { flag, integer, readParams, text } from '../params.ts'
import { refuse, respond, respondJson } from '../respond.ts'
import { catalogue } from '../shared-parts.ts'
import { timed, waitUntilOf, type AppContext } from '../request.ts'
import { DEFAULT_LIMIT, personalAnswer, sharedAnswer } from '../suggest/suggest-answer.ts'

/**
 * The same for everyone, and cheap to ask again. Any longer in a cache out of reach, and what is removed would show.
 * A visitor with a history gets another answer under the same address.
 */
const PUBLIC = { cacheControl: 'public, max-age=1', headers: { vary: 'cookie, x-nearfield-visitor' } }
/** It is in the isolate's memory but for the first time. */
const CATALOGUE_DEADLINE_MS = 100
const FROM_INDEX = { cacheStatus: 'nearfield-index; hit' }

const schema = v.object({
  q: text(256),
  limit: integer({ min: 1, max: 20, fallback: DEFAULT_LIMIT }),
  scope: text(256),
  lang: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language tag such as en')),
  ),
  explain: flag,
})

export async function suggest(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, schema)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const asked = params.value
  const { suggest: source, answers, identity, sessions } = c.get('deps')
  const current = source(waitUntilOf(c))
  const served = current instanceof Promise ? await current : current
  if (served === undefined) return respond(c, withoutIndex(c, asked.q))
  const asking = identity.of(c.req.raw.headers)
  const visitor = asking instanceof Promise ? await asking : asking
  const personal =
    visitor === undefined
      ? ({ outcome: 'skipped', reason: 'new-visitor' } as const)
      : await timed(c, 'session', sessions.features(visitor))
  const found = c.get('deps').pieceOf(served, asked, waitUntilOf(c))
  const part = found instanceof Promise ? await found : found
  if (!part.whole) c.get('deps').metrics.count('degraded', { to: 'fallback' })
  const from = { served, part, answers, now: c.get('deps').now() }
  switch (personal.outcome) {
    case 'applied': {
      const facets = await facetsOf(c)
      return respond(c, personalAnswer(from, asked, { features: personal.features, facets }), FROM_INDEX)
    }
    case 'skipped': {
      const body = sharedAnswer(from, asked, personal)
      // Why this visitor got everybody's answer is nobody else's business, unless there is nothing to know.
      const isPublic = personal.reason === 'new-visitor' && part.whole
      return respondJson(c, body, { ...FROM_INDEX, ...(isPublic && PUBLIC) })
    }
    default:
      return personal satisfies never
  }
}

/** None when the catalogue cannot be had at once: own queries do without, interests do not count for this answer. */
async function facetsOf(c: AppContext): Promise<CatalogueMeta['facets']> {
  const options = { waitUntil: waitUntilOf(c), deadlineMs: CATALOGUE_DEADLINE_MS }
  const meta = await c.get('deps').cache.get(catalogue(), options)
  return meta.outcome === 'answered' ? meta.value.facets : []
}

function withoutIndex(c: AppContext, query: string): SuggestReply {
  c.get('deps').metrics.count('degraded', { to: 'no-index' })
  const sections = { queries: [], items: [], categories: [] }
  return { query, sections, personalisation: { outcome: 'skipped', reason: 'failed' }, degraded: 'no-index' }
}

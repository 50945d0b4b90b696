/** `/v1/me`: what the edge knows about this visitor; erase it; opt out or in. */
import * as v from 'valibot'
import { problem } from '#core/contract/problem'
import type { MeReply } from '#core/contract/replies'
import type { Summary } from '#core/session/verdicts'
import { readJson } from '../body.ts'
import { tokenHeaders } from '../identity/identity.ts'
import { noParams, readParams } from '../params.ts'
import { readShared } from '../read-shared.ts'
import { refuse, respond } from '../respond.ts'
import { items } from '../shared-parts.ts'
import { timed, type AppContext } from '../request.ts'
import { summarised } from '../session/summarised.ts'
import { sessionUnavailable } from '../session/session-unavailable.ts'

const consentBody = v.strictObject({ consent: v.boolean() })

const unknownVisitor: MeReply = {
  visitor: 'unknown',
  consent: true,
  events: 0,
  affinities: [],
  visit: null,
  thisVisit: [],
  recentItems: [],
  passedOver: [],
  levels: [],
  recentQueries: [],
  expiresAt: null,
}

export async function getMe(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, noParams)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const visitor = await c.get('deps').identity.of(c.req.raw.headers)
  if (visitor === undefined) return respond(c, unknownVisitor)
  const summary = await timed(c, 'session', c.get('deps').sessions.summary(visitor))
  return summary.outcome === 'done' ? respond(c, await meReply(c, summary.value)) : sessionUnavailable(c, summary.cause)
}

export async function deleteMe(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, noParams)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const visitor = await c.get('deps').identity.of(c.req.raw.headers)
  if (visitor === undefined) return respond(c, unknownVisitor)
  const erased = await timed(c, 'session', c.get('deps').sessions.erase(visitor))
  if (erased.outcome === 'unavailable') return sessionUnavailable(c, erased.cause)
  const summary = await c.get('deps').sessions.summary(visitor)
  return summary.outcome === 'done' ? respond(c, await meReply(c, summary.value)) : sessionUnavailable(c, summary.cause)
}

export async function putConsent(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, noParams)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const body = await readJson(c, consentBody)
  if (body.outcome === 'refused') return refuse(c, body.problem)
  const { identity, sessions } = c.get('deps')
  const known = await identity.of(c.req.raw.headers)
  const visitor = known ?? (await identity.mint())
  const set = await timed(c, 'session', sessions.setConsent(visitor, body.value.consent))
  if (set.outcome === 'unavailable') return sessionUnavailable(c, set.cause)
  return respond(c, { consent: body.value.consent }, { headers: known === undefined ? tokenHeaders(visitor) : {} })
}

async function meReply(c: AppContext, { consent, state, expiresAt }: Summary): Promise<MeReply> {
  const known = summarised(state, c.get('deps').now())
  const titles = await titlesOf(
    c,
    [...known.recentItems, ...known.passedOver].map(({ id }) => id),
  )
  const titled = <T extends { id: string }>(item: T) => ({ ...item, title: titles.get(item.id) ?? null })
  return {
    ...known,
    consent,
    recentItems: known.recentItems.map(titled),
    passedOver: known.passedOver.map(titled),
    expiresAt,
  }
}

/** From the shared part; without it the panel shows ids, which is no reason to refuse. */
async function titlesOf(c: AppContext, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const shared = await readShared(c, items(ids))
  return new Map(shared.outcome === 'answered' ? shared.value.items.map((item) => [item.id, item.title]) : [])
}

/** `GET /v1/suggest`: completions from the index of this isolate and the changes over it. */
import * as v from 'valibot'
import { problem } from '#core/contract/problem'
import type { SuggestEntry, SuggestReply } from '#core/contract/replies'
import { integer, readParams, text } from '../params.ts'
import { refuse, respond, respondJson } from '../respond.ts'
import { waitUntilOf, type AppContext } from '../request.ts'
import { lookupServed, type Served } from '../suggest/served.ts'

/** The same for everyone, and cheap to ask again. Any longer in a cache out of reach, and what is removed would show. */
const CACHE_CONTROL = 'public, max-age=1'

const schema = v.object({
  q: text(256),
  limit: integer({ min: 1, max: 20, fallback: 8 }),
  scope: text(256),
  lang: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language tag such as en')),
  ),
})

export async function suggest(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, schema)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const { q, limit, scope } = params.value
  const current = c.var.deps.suggest.current(waitUntilOf(c))
  const served = current instanceof Promise ? await current : current
  if (served === undefined) {
    c.var.deps.metrics.count('degraded', { to: 'no-index' })
    return respond(c, { query: q, sections: emptySections(), degraded: 'no-index' } satisfies SuggestReply)
  }
  const key = JSON.stringify([q, limit, scope])
  const body = c.var.deps.answers.bodies.of(served, key, () => JSON.stringify(answer(served, params.value)))
  return respondJson(c, body, { cacheControl: CACHE_CONTROL, cacheStatus: 'nearfield-index; hit' })
}

function answer(served: Served, { q, limit, scope }: { q: string; limit: number; scope: string }): SuggestReply {
  const sections = emptySections()
  for (const { text, kind, ref, highlights } of lookupServed(served, q, { limit, ...(scope !== '' && { scope }) })) {
    section(sections, kind).push({ text, kind, ref, highlights })
  }
  return { query: q, sections, degraded: 'no' }
}

const emptySections = (): SuggestReply['sections'] => ({ queries: [], items: [], categories: [] })

function section(sections: SuggestReply['sections'], kind: SuggestEntry['kind']): SuggestEntry[] {
  switch (kind) {
    case 'query':
      return sections.queries
    case 'item':
      return sections.items
    case 'category':
      return sections.categories
    default:
      return kind satisfies never
  }
}

/** `GET /v1/admin/status`: which versions are served, which of them this isolate holds, and how the origin is. */
import * as v from 'valibot'
import { within } from '#core/deadline'
import { problem } from '#core/contract/problem'
import { readParams } from '../params.ts'
import { readShared } from '../read-shared.ts'
import { rankingName } from '../model/rank-with.ts'
import { refuse, respond } from '../respond.ts'
import { waitUntilOf, type AppContext } from '../request.ts'
import { catalogue, pointers, rules } from '../shared-parts.ts'

const ORIGIN_DEADLINE_MS = 2_000
const noParams = v.object({})

/** Null where nothing is known, or nothing served. */
export async function status(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, noParams)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const { originReady, timer, ranking, purges, suggest } = c.get('deps')
  const [served, meta, held, origin, index] = await Promise.all([
    readShared(c, pointers()),
    readShared(c, catalogue()),
    readShared(c, rules()),
    within(originReady, ORIGIN_DEADLINE_MS, timer),
    suggest(waitUntilOf(c)),
  ])
  return respond(c, {
    catalogue: meta.outcome === 'answered' ? { version: meta.value.version, items: meta.value.items } : null,
    served: served.outcome === 'answered' ? served.value : null,
    here: {
      ...ranking.loaded(),
      ranksWith: rankingName(ranking.current(waitUntilOf(c))),
      suggest: index === undefined ? 'not loaded' : 'loaded',
    },
    rules: held.outcome === 'answered' ? held.value.rules.length : null,
    purge: { sequence: purges.sequence() },
    origin: origin.outcome === 'in-time' ? (origin.value ? 'ready' : 'not ready') : 'unreachable',
  })
}

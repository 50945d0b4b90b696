import type { Handler } from 'hono'
import type { CatalogueMeta } from '#core/contract/catalogue'
import { problemReply } from '../http/problem-reply.ts'
import { sharedJson } from '../http/reply.ts'
import type { Ports } from '../ports.ts'

const FRESHNESS = { maxAge: 30, staleWhileRevalidate: 300, staleIfError: 86_400 }

export function catalogue({ catalogue }: Ports): Handler {
  return async (c) => {
    const current = await catalogue.current()
    if (current === null) return noCatalogue()
    const body: CatalogueMeta = {
      name: current.definition.name,
      version: current.version,
      items: current.items,
      facets: current.definition.facets.map(({ name, label, affinity }) => ({ name, label, affinity })),
    }
    return sharedJson(c.req.raw, body, { freshness: FRESHNESS, tags: ['catalogue'] })
  }
}

export const noCatalogue = (): Response =>
  problemReply('unavailable', 'the origin has no catalogue yet: npm run import -- <file> --catalog <file>', {
    'retry-after': '5',
  })

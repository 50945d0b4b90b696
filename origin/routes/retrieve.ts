import type { Handler } from 'hono'
import * as v from 'valibot'
import { parseFilter } from '#core/contract/filter'
import type { Hit } from '#core/contract/retrieval'
import { splitList } from '#core/contract/list'
import { parseSort } from '#core/contract/sort'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import { problemReply } from '../http/problem-reply.ts'
import { parsedBy, readQuery, textUpTo, wholeNumber } from '../http/query.ts'
import { sharedJson } from '../http/reply.ts'
import type { ImpressionStore } from '../log/impression-store.ts'
import type { Ports } from '../ports.ts'
import { noCatalogue } from './catalogue.ts'

const FRESHNESS = { maxAge: 60, staleWhileRevalidate: 600, staleIfError: 86_400 }

const parameters = v.object({
  q: v.optional(textUpTo(256), ''),
  filter: v.optional(parsedBy(parseFilter), ''),
  sort: v.optional(parsedBy(parseSort), 'relevance'),
  limit: wholeNumber({ min: 1, max: 200, fallback: 20 }),
  offset: wholeNumber({ min: 0, max: 10_000, fallback: 0 }),
  facets: v.optional(parsedBy(splitList), ''),
})
type Parameters = v.InferOutput<typeof parameters>

/** Candidates for a query, or the catalogue by popularity for none. */
export function retrieve({ catalogue, keywords, impressions }: Ports): Handler {
  return async (c) => {
    const query = readQuery(c.req.url, parameters)
    if (query.outcome === 'rejected') return problemReply('bad-request', query.detail)
    const current = await catalogue.current()
    if (current === null) return noCatalogue()
    const unknown = unknownFacet(query.value, current.definition)
    if (unknown !== null) return problemReply('bad-request', unknown)
    const { definition } = current
    const sort = query.value.q.trim() === '' && query.value.sort.by === 'relevance' ? BY_POPULARITY : query.value.sort
    const found = await keywords.retrieve({ ...query.value, sort, definition })
    const reply = { ...found, hits: await withTrials(found.hits, impressions) }
    return sharedJson(c.req.raw, reply, { freshness: FRESHNESS, tags: ['catalogue', 'retrieve'] })
  }
}

async function withTrials(hits: readonly Hit[], impressions: ImpressionStore): Promise<Hit[]> {
  const known = await impressions.trials(hits.map(({ item }) => item.id))
  return hits.map((hit) => {
    const trials = known.get(hit.item.id)
    return trials === undefined ? hit : { ...hit, trials }
  })
}

const BY_POPULARITY = { by: 'popularity', direction: 'desc' } as const

function unknownFacet({ filter, facets }: Parameters, definition: CatalogueDefinition): string | null {
  const known = definition.facets.map(({ name }) => name)
  const shown = (name: string): string => name.slice(0, 64)
  const filtered = filter.facets.find(({ name }) => !known.includes(name))
  if (filtered !== undefined) return `filter: no facet "${shown(filtered.name)}"; expected one of ${known.join(', ')}`
  const counted = facets.find((name, index) => !known.includes(name) || facets.indexOf(name) !== index)
  return counted === undefined
    ? null
    : `facets: "${shown(counted)}" is unknown or named twice; expected of ${known.join(', ')}`
}

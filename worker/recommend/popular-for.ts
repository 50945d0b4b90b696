/**
 * Candidates for a visitor's affinities while no neighbours can be had: what is trending and the most popular of the
 * catalogue. The popular ones that do not trend score as the last that does, so affinity decides among them.
 */
import type { Hit } from '#core/contract/retrieval'
import type { Repeat } from '../neighbours/neighbour-source.ts'
import { readShared } from '../read-shared.ts'
import type { AppContext } from '../request.ts'
import { retrieval } from '../shared-parts.ts'

const POPULAR = { q: '', filter: '', sort: 'relevance', facets: '', window: 0 }

export async function popularFor(
  c: AppContext,
  trending: readonly Hit[],
  { session, repeat }: { session: readonly string[]; repeat: Repeat },
): Promise<Hit[]> {
  const popular = await readShared(c, retrieval(POPULAR))
  const known = new Set(trending.map(({ item }) => item.id))
  const least = trending.at(-1)?.score ?? 0
  const rest = popular.outcome === 'answered' ? popular.value.hits.filter(({ item }) => !known.has(item.id)) : []
  const left = repeat === 'on' ? session.slice(0, 1) : session
  return [...trending, ...rest.map(({ item }) => ({ item, score: least }))].filter(
    ({ item }) => !left.includes(item.id),
  )
}

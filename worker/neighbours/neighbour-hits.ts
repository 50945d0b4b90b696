/** Neighbours as items of the catalogue, through the shared part; what the catalogue does not know any more is dropped. */
import type { CatalogueItem } from '#core/contract/catalogue'
import type { Hit } from '#core/contract/retrieval'
import { readShared } from '../read-shared.ts'
import type { AppContext } from '../request.ts'
import { items } from '../shared-parts.ts'
import type { FoundNeighbours } from './neighbour-source.ts'

type Found = Extract<FoundNeighbours, { outcome: 'found' }>
type Resolved = { hits: Hit[]; degraded: 'no' | 'stale' }

/** Undefined when a block can not be had: a list with holes would look like a list. */
export async function neighbourHits(c: AppContext, { neighbours, blocks }: Found): Promise<Resolved | undefined> {
  const known: CatalogueItem[] = []
  let degraded: Resolved['degraded'] = 'no'
  for (const answer of await Promise.all(blocks.map((ids) => Promise.resolve(readShared(c, items(ids)))))) {
    if (answer.outcome !== 'answered') return undefined
    if (answer.degraded === 'stale') degraded = 'stale'
    known.push(...answer.value.items)
  }
  return { hits: asHits(neighbours, known), degraded }
}

/** In the order of the neighbours. */
export function asHits(neighbours: Found['neighbours'], known: readonly CatalogueItem[]): Hit[] {
  const byId = new Map(known.map((item) => [item.id, item]))
  return neighbours.flatMap(({ id, score }) => {
    const item = byId.get(id)
    return item === undefined ? [] : [{ item, score }]
  })
}

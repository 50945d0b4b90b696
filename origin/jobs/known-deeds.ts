import type { Deed } from '#core/rank/knn/sessions'
import type { CatalogueStore } from '../catalog/store.ts'

const BATCH = 500

/**
 * The deeds on items of the catalogue. Anyone can send events with any text for an item: what goes into an index must
 * be known, or a few long invented ids would crowd out the block of items that they land in.
 */
export async function* knownDeeds(
  deeds: AsyncIterable<Deed>,
  catalogue: Pick<CatalogueStore, 'get'>,
): AsyncGenerator<Deed> {
  const known = new Map<string, boolean>()
  let batch: Deed[] = []
  const flush = async (): Promise<Deed[]> => {
    const unasked = new Set(batch.map(({ item }) => item).filter((item) => !known.has(item)))
    const found = new Set((await catalogue.get([...unasked])).map(({ id }) => id))
    for (const item of unasked) known.set(item, found.has(item))
    const kept = batch.filter(({ item }) => known.get(item))
    batch = []
    return kept
  }
  for await (const deed of deeds) {
    batch.push(deed)
    if (batch.length === BATCH) yield* await flush()
  }
  yield* await flush()
}

/** The libraries that are used today, each set up as its documentation does for autocomplete; k = 10. */
import uFuzzy from '@leeoniya/ufuzzy'
import { create, insertMultiple, search } from '@orama/orama'
import { Index } from 'flexsearch'
import Fuse from 'fuse.js'
import MiniSearch from 'minisearch'

type Answer = string[] | Promise<string[]>
type Ask = (query: string, typos: boolean) => Answer

export type Peer = {
  name: string
  /** Fewer for the slow ones, so that the run ends within minutes. */
  queries: number
  build: (texts: readonly string[]) => Ask | Promise<Ask>
}

const LIMIT = 10

export const peers: readonly Peer[] = [
  { name: 'minisearch', queries: 200, build: miniSearch },
  { name: 'flexsearch', queries: 200, build: flexSearch },
  { name: 'orama', queries: 100, build: orama },
  { name: 'ufuzzy', queries: 100, build: microFuzzy },
  { name: 'fuse', queries: 10, build: fuse },
]

function miniSearch(texts: readonly string[]): Ask {
  const index = new MiniSearch({ fields: ['text'] })
  index.addAll(texts.map((text, id) => ({ id, text })))
  return (query, typos) =>
    index
      .autoSuggest(query, typos ? { fuzzy: 0.2 } : {})
      .slice(0, LIMIT)
      .map(({ suggestion }) => suggestion)
}

function flexSearch(texts: readonly string[]): Ask {
  const index = new Index({ tokenize: 'forward' })
  texts.forEach((text, id) => index.add(id, text))
  return (query) => index.search(query, { limit: LIMIT }).map((id) => texts[Number(id)] ?? '')
}

async function orama(texts: readonly string[]): Promise<Ask> {
  const index = create({ schema: { text: 'string' } as const })
  await insertMultiple(
    index,
    texts.map((text) => ({ text })),
  )
  return async (query, typos) => {
    const { hits } = await search(index, { term: query, limit: LIMIT, ...(typos ? { tolerance: 1 } : {}) })
    return hits.map(({ document }) => document.text)
  }
}

function microFuzzy(texts: readonly string[]): Ask {
  const haystack = [...texts]
  const strict = new uFuzzy()
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- a const enum of the package; nothing to import at run time
  const tolerant = new uFuzzy({ intraMode: 1 })
  return (query, typos) => {
    const [found, info, order] = (typos ? tolerant : strict).search(haystack, query, 1)
    const best = info !== null && order !== null ? order.map((at) => info.idx[at] ?? 0) : (found ?? [])
    return best.slice(0, LIMIT).map((at) => haystack[at] ?? '')
  }
}

function fuse(texts: readonly string[]): Ask {
  const index = new Fuse([...texts])
  return (query) => index.search(query, { limit: LIMIT }).map(({ item }) => item)
}

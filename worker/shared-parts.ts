/**
 * The shared parts: every origin path that the edge reads, its canonical key and how its reply is parsed. A part
 * never depends on who asks; nothing personal can appear in this file.
 *
 * Every part that shows items may be purged by each of them: `item:<id>`, the id as it is.
 */
import { canonicalPath } from '#core/cache/key'
import { artifactPointers, itemsReply, listReply, retrieveReply } from '#core/contract/retrieval'
import type { ArtifactPointers, ItemsReply, ListReply, RetrieveReply } from '#core/contract/retrieval'
import { catalogueMeta, type CatalogueMeta } from '#core/contract/catalogue'
import { suggestDelta as suggestDeltaReply, type SuggestDelta } from '#core/contract/suggest-delta'
import { rulesReply, type RulesReply } from '#core/contract/rules'
import { joinList } from '#core/contract/list'
import { parseReply } from '#core/contract/parse'
import type { SharedRequest } from './cache/shared-cache.ts'

/** Candidates of one window: what one visitor's ranking can choose from. */
export const WINDOW = 200
const LIST = 100

export type Retrieval = { q: string; filter: string; sort: string; facets: string; window: number }

export function retrieval(asked: Retrieval): SharedRequest<RetrieveReply> {
  const params = { q: asked.q, filter: asked.filter, sort: asked.sort, facets: asked.facets }
  const paging = { limit: String(WINDOW), offset: String(asked.window * WINDOW) }
  return {
    path: pathOf('/v1/retrieve', { ...params, ...paging }),
    parse: (body) => parseReply(retrieveReply, body),
    tagsOf: itemsShown,
  }
}

export function trending(): SharedRequest<ListReply> {
  return {
    path: pathOf('/v1/trending', { limit: String(LIST) }),
    parse: (body) => parseReply(listReply, body),
    tagsOf: itemsShown,
  }
}

export function similar(item: string): SharedRequest<ListReply> {
  return {
    path: pathOf('/v1/similar', { item, limit: String(LIST) }),
    parse: (body) => parseReply(listReply, body),
    tagsOf: (list) => [itemTag(item), ...itemsShown(list)],
  }
}

/** Sorted, so that the same set of items is one key. */
export function items(ids: string[]): SharedRequest<ItemsReply> {
  const sorted = joinList([...new Set(ids)].sort())
  return {
    path: pathOf('/v1/items', { ids: sorted }),
    parse: (body) => parseReply(itemsReply, body),
    // Also of those that do not exist yet.
    tagsOf: (reply) => [...reply.items.map(({ id }) => itemTag(id)), ...reply.missing.map(itemTag)],
  }
}

export function catalogue(): SharedRequest<CatalogueMeta> {
  return { path: '/v1/catalogue', parse: (body) => parseReply(catalogueMeta, body) }
}

export function rules(): SharedRequest<RulesReply> {
  return { path: '/v1/rules', parse: (body) => parseReply(rulesReply, body) }
}

export function pointers(): SharedRequest<ArtifactPointers> {
  return { path: '/v1/artifacts', parse: (body) => parseReply(artifactPointers, body) }
}

export function suggestDelta(): SharedRequest<SuggestDelta> {
  return { path: '/v1/artifacts/suggest-delta', parse: (body) => parseReply(suggestDeltaReply, body) }
}

const itemTag = (id: string): string => `item:${id}`
const itemsShown = ({ hits }: ListReply): string[] => hits.map(({ item }) => itemTag(item.id))

function pathOf(pathname: string, params: Record<string, string>): string {
  const given = Object.entries(params).filter(([, value]) => value !== '')
  const canonical = canonicalPath(pathname, given, Object.keys(params))
  if (canonical.outcome === 'rejected') throw new Error(`an object has no duplicate key: ${canonical.name}`)
  return canonical.path
}

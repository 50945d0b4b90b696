/** Loads the index once, as the edge does, and answers lists of queries from it. */
import { lookup } from '#core/suggest/lookup'
import { openSuggestIndex, type SuggestIndex } from '#core/suggest/open'

type Env = { INDEX: { fetch: (url: string) => Promise<Response> } }

let loaded: Promise<SuggestIndex> | undefined

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    loaded ??= load(env)
    const index = await loaded
    const queries = (await request.json()) as string[]
    return Response.json(queries.map((query) => lookup(index, query, { limit: 10 }).map(({ text }) => text)))
  },
}

async function load(env: Env): Promise<SuggestIndex> {
  const response = await env.INDEX.fetch('http://index/')
  const outcome = openSuggestIndex(await response.arrayBuffer())
  if (outcome.outcome === 'refused') throw new Error(outcome.reason)
  return outcome.index
}

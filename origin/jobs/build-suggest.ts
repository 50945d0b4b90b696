import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { Completion } from '#core/suggest/completion'
import type { QueryFollowers } from '#core/suggest/followers'
import { normalise } from '#core/text/normalise'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import type { Ports } from '../ports.ts'
import { catalogueCompletions } from './catalogue-completions.ts'
import type { PublishedQuery } from './published-queries.ts'
import { prunePieces, putSuggest, SUGGEST_SIZES } from './put-suggest.ts'
import { suggestedQueries, windowOf } from './query-completions.ts'
import { queryFollowers } from './query-followers.ts'
import { suggestable } from './suggestable.ts'

export type BuildOutcome =
  /** `held`: it was built, and waits because an operator chose another one. */
  { outcome: 'published' | 'held'; artifact: ArtifactRef; completions: number } | { outcome: 'no-catalogue' }

/** Versions kept for rolling back, beside the one that is served. */
const KEPT = 8

/** Newest searches in which pairs are counted: about 100 MB while the index is built. */
const MAX_SEARCHES = 1_000_000

/** Builds the suggestion index from catalogue and log, and serves it. The bytes are opened once before the pointer moves. */
export async function buildSuggest(ports: Ports, sizes = SUGGEST_SIZES): Promise<BuildOutcome> {
  const { catalogue, log, keywords, artifacts, removals, published } = ports
  const current = await catalogue.current()
  if (current === null) return { outcome: 'no-catalogue' }
  const { definition } = current
  // What arrives from now on may be missing here, and is in the delta.
  const now = ports.now()
  const rules = suggestable({ settings: definition.suggest, removed: await removals.list(), keywords })
  const known = (await catalogueCompletions(catalogue, definition)).filter(({ text }) => rules.shows(text))
  const taken = new Set(known.map(({ text }) => normalise(text)))
  const asked = await suggestedQueries({ log, definition, rules, taken, now })
  const completions = [...known, ...asked.map(queryCompletion)]
  const followers = await followersOf(ports, { definition, completions, now })
  const artifact = await putSuggest(artifacts, { completions, followers }, { sizes, now })
  await published.replace(artifact.name, {
    queries: asked,
    categories: known.flatMap(({ kind, text }) => (kind === 'category' ? [text] : [])),
  })
  const pointed = await artifacts.point('suggest', artifact.name, 'job')
  await artifacts.prune('suggest', KEPT)
  await prunePieces(artifacts)
  await published.prune()
  return { outcome: pointed.outcome === 'held' ? 'held' : 'published', artifact, completions: completions.length }
}

const queryCompletion = ({ text, weight }: PublishedQuery): Completion => ({
  text,
  weight,
  kind: 'query',
  ref: '',
  scopes: [],
})

async function followersOf(
  { log }: Ports,
  {
    definition,
    completions,
    now,
  }: { definition: CatalogueDefinition; completions: readonly Completion[]; now: number },
): Promise<QueryFollowers[]> {
  const { since } = await windowOf(log, { definition, now })
  const shown = new Set(completions.map(({ text }) => normalise(text)))
  return queryFollowers(log.searchesByVisitor({ since, limit: MAX_SEARCHES }), {
    known: (key) => shown.has(key),
    minVisitors: definition.suggest.minVisitors,
  })
}

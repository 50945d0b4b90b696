import type { ArtifactRef } from '#core/contract/artifact-ref'
import { buildSuggestIndex } from '#core/suggest/build'
import type { Completion } from '#core/suggest/completion'
import { openSuggestIndex } from '#core/suggest/open'
import { normalise } from '#core/text/normalise'
import type { Ports } from '../ports.ts'
import { catalogueCompletions } from './catalogue-completions.ts'
import type { PublishedQuery } from './published-queries.ts'
import { suggestedQueries } from './query-completions.ts'
import { suggestable } from './suggestable.ts'

export type BuildOutcome =
  /** `held`: it was built, and waits because an operator chose another one. */
  { outcome: 'published' | 'held'; artifact: ArtifactRef; completions: number } | { outcome: 'no-catalogue' }

/** Versions kept for rolling back, beside the one that is served. */
const KEPT = 8

/** Builds the suggestion index from catalogue and log, and serves it. The bytes are opened once before the pointer moves. */
export async function buildSuggest(ports: Ports): Promise<BuildOutcome> {
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
  const artifact = await artifacts.put('suggest', checked(buildSuggestIndex(completions)), now)
  await published.replace(artifact.name, {
    queries: asked,
    categories: known.flatMap(({ kind, text }) => (kind === 'category' ? [text] : [])),
  })
  const pointed = await artifacts.point('suggest', artifact.name, 'job')
  await artifacts.prune('suggest', KEPT)
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

function checked(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  const opened = openSuggestIndex(bytes.buffer)
  if (opened.outcome === 'refused')
    throw new Error(`the suggestion index that was built does not open: ${opened.reason}`)
  return bytes
}

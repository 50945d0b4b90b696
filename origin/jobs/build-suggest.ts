import { buildSuggestIndex } from '#core/suggest/build'
import { openSuggestIndex } from '#core/suggest/open'
import type { Artifact } from '../artifacts/artifact-store.ts'
import type { Ports } from '../ports.ts'
import { catalogueCompletions } from './catalogue-completions.ts'

export type BuildOutcome =
  | { outcome: 'published'; artifact: Artifact; completions: number }
  /** The same bytes are served already. */
  | { outcome: 'unchanged' }
  | { outcome: 'no-catalogue' }

/** Builds the suggestion index and serves it. The bytes are opened once before the pointer moves to them. */
export async function buildSuggest({
  catalogue,
  artifacts,
  now,
}: Pick<Ports, 'catalogue' | 'artifacts' | 'now'>): Promise<BuildOutcome> {
  const current = await catalogue.current()
  if (current === null) return { outcome: 'no-catalogue' }
  const completions = await catalogueCompletions(catalogue, current.definition)
  const bytes = buildSuggestIndex(completions)
  const opened = openSuggestIndex(bytes.buffer)
  if (opened.outcome === 'refused')
    throw new Error(`the suggestion index that was built cannot be opened: ${opened.reason}`)
  const { suggest } = await artifacts.pointers()
  const artifact = await artifacts.put('suggest', bytes, now())
  if (artifact.name === suggest?.name) return { outcome: 'unchanged' }
  await artifacts.point('suggest', artifact.name)
  return { outcome: 'published', artifact, completions: completions.length }
}

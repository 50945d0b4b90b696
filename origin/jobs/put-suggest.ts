/** Stores a suggestion index: as one artifact, or as a head, pieces and the manifest that names them when it is too large. */
import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { SuggestManifest } from '#core/contract/suggest-manifest'
import { buildSuggestIndex } from '#core/suggest/build'
import type { Completion } from '#core/suggest/completion'
import type { QueryFollowers } from '#core/suggest/followers'
import { openSuggestIndex } from '#core/suggest/open'
import { splitCompletions } from '#core/suggest/split'
import { openStored, partsOf } from '#core/suggest/stored-index'
import { normalise } from '#core/text/normalise'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'

/** In bytes: an index above `whole` is split, into pieces of about `piece`. */
export type SuggestSizes = { whole: number; piece: number }

/** A location's stores take values of 25 MB; a piece is waited for, so it is smaller. */
export const SUGGEST_SIZES: SuggestSizes = { whole: 25_000_000, piece: 4_000_000 }

type Content = { completions: readonly Completion[]; followers: readonly QueryFollowers[] }
type Options = { sizes: SuggestSizes; now: number }

export async function putSuggest(artifacts: ArtifactStore, content: Content, options: Options): Promise<ArtifactRef> {
  const { completions, followers } = content
  const whole = checked(buildSuggestIndex(completions, followers))
  if (whole.byteLength <= options.sizes.whole) return artifacts.put('suggest', whole, options.now)
  const manifest = await putPieces(artifacts, content, { ...options, bytesEach: whole.byteLength / completions.length })
  return artifacts.put('suggest', new TextEncoder().encode(JSON.stringify(manifest)), options.now)
}

/** The head has what is asked next, so that one look there serves every piece. */
async function putPieces(
  artifacts: ArtifactStore,
  { completions, followers }: Content,
  { sizes, now, bytesEach }: Options & { bytesEach: number },
): Promise<SuggestManifest> {
  const related = followers.flatMap(({ text, followers: next }) => [text, ...next.map((follower) => follower.text)])
  const largest = Math.max(1, Math.floor(sizes.piece / bytesEach))
  const split = splitCompletions(completions, largest, new Set(related.map(normalise)))
  const put = (bytes: Uint8Array): Promise<ArtifactRef> => artifacts.put('piece', bytes, now)
  const pieces: SuggestManifest['pieces'] = []
  for (const { scope, from, completions: own } of split.pieces) {
    pieces.push({ scope, from, part: await put(checked(buildSuggestIndex(own))) })
  }
  return { head: await put(checked(buildSuggestIndex(split.head, followers))), pieces }
}

/** The pieces that any version which is still here names; all others are deleted. */
export async function prunePieces(artifacts: ArtifactStore): Promise<void> {
  const named = new Set<string>()
  for (const { name } of (await artifacts.versions('suggest')).versions) {
    const bytes = await artifacts.read(name)
    const stored = bytes === null ? undefined : openStored(bytes.buffer)
    if (stored?.outcome !== 'manifest') continue
    for (const { name: part } of partsOf(stored.manifest)) named.add(part)
  }
  await artifacts.pruneParts('piece', named)
}

function checked(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const opened = openSuggestIndex(bytes.buffer)
  if (opened.outcome === 'refused')
    throw new Error(`the suggestion index that was built does not open: ${opened.reason}`)
  return bytes
}

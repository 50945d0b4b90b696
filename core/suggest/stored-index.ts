/** What an artifact of suggestions is: an index, or the manifest of one that was too large for one value. */
import type { ArtifactRef } from '../contract/artifact-ref.ts'
import { parse } from '../contract/parse.ts'
import { suggestManifest, type SuggestManifest } from '../contract/suggest-manifest.ts'
import { MAGIC } from './layout.ts'
import { openSuggestIndex, type SuggestIndex } from './open.ts'
import { decodeUtf8 } from './utf8.ts'

export type StoredIndex =
  | { outcome: 'index'; index: SuggestIndex }
  | { outcome: 'manifest'; manifest: SuggestManifest }
  | { outcome: 'refused'; reason: string }

export function openStored(bytes: ArrayBuffer): StoredIndex {
  if (bytes.byteLength >= 4 && new Uint32Array(bytes, 0, 1)[0] !== MAGIC) return openManifest(bytes)
  const opened = openSuggestIndex(bytes)
  return opened.outcome === 'opened' ? { outcome: 'index', index: opened.index } : opened
}

function openManifest(bytes: ArrayBuffer): StoredIndex {
  try {
    const json: unknown = JSON.parse(decodeUtf8(new Uint8Array(bytes), 0, bytes.byteLength))
    const parsed = parse(suggestManifest, json)
    if (parsed.outcome === 'parsed') return { outcome: 'manifest', manifest: parsed.value }
    return { outcome: 'refused', reason: parsed.detail }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { outcome: 'refused', reason: 'neither a suggestion index nor the manifest of one' }
  }
}

export const partsOf = ({ head, pieces }: SuggestManifest): ArtifactRef[] => [head, ...pieces.map(({ part }) => part)]

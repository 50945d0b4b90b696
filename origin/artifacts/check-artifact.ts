/** Opens an artifact as an edge would, before anything points at it: what is damaged is never served. */
import { neighbourManifest } from '#core/contract/neighbour-manifest'
import { parse } from '#core/contract/parse'
import { openDirectory } from '#core/rank/knn/directory'
import { openShard } from '#core/rank/knn/shard'
import { openSuggestIndex } from '#core/suggest/open'
import { openStored, partsOf } from '#core/suggest/stored-index'
import type { ArtifactKind } from './artifact.ts'
import type { ArtifactFiles } from './artifact-files.ts'

type Files = Pick<ArtifactFiles, 'read'>

/** @returns why it can not be served, or null */
export async function artifactFault(
  files: Files,
  kind: ArtifactKind,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string | null> {
  switch (kind) {
    case 'suggest':
      return suggestFault(files, bytes)
    case 'neighbours':
    case 'baskets':
      return manifestFault(files, bytes)
    default:
      return kind satisfies never
  }
}

async function suggestFault(files: Files, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const stored = openStored(bytes.buffer)
  if (stored.outcome === 'refused') return stored.reason
  for (const { name } of stored.outcome === 'manifest' ? partsOf(stored.manifest) : []) {
    const piece = await files.read(name)
    if (piece === null) return `its piece ${name} is not here any more`
    const opened = openSuggestIndex(piece.buffer)
    if (opened.outcome === 'refused') return `${name}: ${opened.reason}`
  }
  return null
}

async function manifestFault(files: Files, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  try {
    const manifest = parse(neighbourManifest, JSON.parse(new TextDecoder().decode(bytes)))
    if (manifest.outcome === 'rejected') return manifest.detail
    const { directory, shards } = manifest.value
    openDirectory(await partOf(files, directory.name))
    for (const shard of shards) openShard(await partOf(files, shard.name))
    return null
  } catch (error) {
    // The formats refuse bytes with a RangeError, JSON with a SyntaxError.
    if (error instanceof RangeError || error instanceof SyntaxError) return error.message
    throw error
  }
}

async function partOf(files: Files, name: string): Promise<ArrayBuffer> {
  const bytes = await files.read(name)
  if (bytes === null) throw new RangeError(`its part ${name} is not here any more`)
  return bytes.buffer
}

/** Opens an artifact as an edge would, before anything points at it: what is damaged is never served. */
import type { GenericSchema } from 'valibot'
import { modelManifest } from '#core/contract/model'
import { neighbourManifest } from '#core/contract/neighbour-manifest'
import { parse } from '#core/contract/parse'
import { openKnowledge } from '#core/rank/features/knowledge-codec'
import { openDirectory } from '#core/rank/knn/directory'
import { openShard } from '#core/rank/knn/shard'
import { openServedModel } from '#core/rank/learned/served-model'
import { TreeFormatError } from '#core/rank/trees/model'
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
      return faultOf(async () => checkIndex(files, bytes))
    case 'knowledge':
      return faultOf(async () => void openKnowledge(bytes.buffer))
    case 'model':
      return faultOf(async () => checkModel(files, bytes))
    default:
      return kind satisfies never
  }
}

async function suggestFault(files: Files, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const stored = openStored(bytes.buffer)
  if (stored.outcome === 'refused') return stored.reason
  for (const { name } of stored.outcome === 'manifest' ? partsOf(stored.manifest) : []) {
    const piece = await files.read(name)
    if (piece === null) return `its piece ${name} is damaged or not here any more`
    const opened = openSuggestIndex(piece.buffer)
    if (opened.outcome === 'refused') return `${name}: ${opened.reason}`
  }
  return null
}

/** The formats refuse bytes with errors of their own, JSON with a SyntaxError. */
async function faultOf(check: () => Promise<void>): Promise<string | null> {
  try {
    await check()
    return null
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TreeFormatError)
      return error.message
    throw error
  }
}

async function checkIndex(files: Files, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { directory, shards } = manifestIn(neighbourManifest, bytes)
  openDirectory(await partOf(files, directory.name))
  for (const shard of shards) openShard(await partOf(files, shard.name))
}

async function checkModel(files: Files, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { heads, knowledge } = manifestIn(modelManifest, bytes)
  const trees: ArrayBuffer[] = []
  for (const head of heads) trees.push(await partOf(files, head.trees.name))
  openServedModel({ name: '', heads, trees, knowledge: await partOf(files, knowledge.name) })
}

function manifestIn<T>(schema: GenericSchema<unknown, T>, bytes: Uint8Array): T {
  const manifest = parse(schema, JSON.parse(new TextDecoder().decode(bytes)))
  if (manifest.outcome === 'rejected') throw new RangeError(manifest.detail)
  return manifest.value
}

async function partOf(files: Files, name: string): Promise<ArrayBuffer> {
  const bytes = await files.read(name)
  if (bytes === null) throw new RangeError(`its part ${name} is damaged or not here any more`)
  return bytes.buffer
}

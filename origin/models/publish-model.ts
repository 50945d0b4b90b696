/**
 * Takes a trained model: reads its trees, packs and opens everything as an edge would, and only then names it. Until the
 * pointer moves nobody sees any of it.
 */
import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { ModelManifest, ModelUpload } from '#core/contract/model'
import { openKnowledge } from '#core/rank/features/knowledge-codec'
import { readModelFor } from '#core/rank/learned/read-model'
import { openServedModel } from '#core/rank/learned/served-model'
import { tableNames } from '#core/rank/learned/table-names'
import { packModel } from '#core/rank/trees/codec'
import { TreeFormatError } from '#core/rank/trees/model'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import { pruneParts } from '../artifacts/prune-parts.ts'

/** Versions kept for rolling back, beside the one that is served. */
const KEPT = 5

type Published = { outcome: 'published'; artifact: ArtifactRef } | { outcome: 'refused'; reason: string }

export async function publishModel(artifacts: ArtifactStore, upload: ModelUpload, now: number): Promise<Published> {
  const read = readUpload(upload)
  if (read.outcome === 'refused') return read
  const heads: ModelManifest['heads'] = []
  for (const { trees, ...head } of read.heads) {
    heads.push({ ...head, trees: await artifacts.put('part', new Uint8Array(trees), now) })
  }
  const manifest: ModelManifest = {
    heads,
    knowledge: await artifacts.put('part', new Uint8Array(read.knowledge), now),
  }
  const artifact = await artifacts.put('model', new TextEncoder().encode(JSON.stringify(manifest)), now)
  await artifacts.point('model', artifact.name, 'operator')
  await artifacts.prune('model', KEPT)
  await pruneParts(artifacts)
  return { outcome: 'published', artifact }
}

type Head = Omit<ModelUpload['heads'][number], 'trees'> & { trees: ArrayBuffer }
type Read = { outcome: 'read'; heads: Head[]; knowledge: ArrayBuffer } | { outcome: 'refused'; reason: string }

function readUpload(upload: ModelUpload): Read {
  const bytes = new Uint8Array(Buffer.from(upload.knowledge, 'base64'))
  try {
    const knowledge = bytes.buffer
    const names = tableNames(openKnowledge(knowledge).store.schema)
    const heads = upload.heads.map(({ trees, ...head }) => ({ ...head, trees: packModel(readModelFor(names, trees)) }))
    openServedModel({ name: '', heads: upload.heads.map(unnamed), trees: heads.map(({ trees }) => trees), knowledge })
    return { outcome: 'read', heads, knowledge }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TreeFormatError || error instanceof SyntaxError)
      return { outcome: 'refused', reason: error.message }
    throw error
  }
}

const unnamed = (head: ModelUpload['heads'][number]) => ({ ...head, trees: { name: '', bytes: 0, sha256: '' } })

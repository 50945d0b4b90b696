import type { ArtifactRef } from '#core/contract/artifact-ref'
import { modelManifest } from '#core/contract/model'
import { parse } from '#core/contract/parse'
import { openKnowledge } from '#core/rank/features/knowledge-codec'
import type { Knowledge } from '#core/rank/features/knowledge'
import { openServedModel, type ServedModel } from '#core/rank/learned/served-model'
import { TreeFormatError } from '#core/rank/trees/model'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { OpenedArtifact } from '../artifacts/pointed-artifact.ts'
import { readArtifact } from '../artifacts/read-artifact.ts'

/** Fetches a manifest and everything that it names: a model is used whole or not at all. */
export async function openPublishedModel(
  artifacts: ArtifactStore,
  ref: ArtifactRef,
): Promise<OpenedArtifact<ServedModel>> {
  const fetched = await readArtifact(artifacts, ref)
  if (fetched.outcome !== 'opened') return fetched
  const manifest = opening(() => parse(modelManifest, JSON.parse(new TextDecoder().decode(fetched.value))))
  if (manifest.outcome !== 'opened') return manifest
  if (manifest.value.outcome === 'rejected') return { outcome: 'refused', reason: manifest.value.detail }
  const { heads, knowledge } = manifest.value.value
  const parts: ArrayBuffer[] = []
  for (const part of [knowledge, ...heads.map(({ trees }) => trees)]) {
    const bytes = await readArtifact(artifacts, part)
    if (bytes.outcome !== 'opened') return bytes
    parts.push(bytes.value)
  }
  const [known = new ArrayBuffer(0), ...trees] = parts
  return opening(() => openServedModel({ name: ref.name, heads, trees, knowledge: known }))
}

export async function openPublishedKnowledge(
  artifacts: ArtifactStore,
  ref: ArtifactRef,
): Promise<OpenedArtifact<Knowledge>> {
  const fetched = await readArtifact(artifacts, ref)
  return fetched.outcome === 'opened' ? opening(() => openKnowledge(fetched.value)) : fetched
}

/** The formats refuse bytes with errors of their own, JSON with a SyntaxError. */
function opening<T>(open: () => T): OpenedArtifact<T> {
  try {
    return { outcome: 'opened', value: open() }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TreeFormatError || error instanceof SyntaxError)
      return { outcome: 'refused', reason: error.message }
    throw error
  }
}

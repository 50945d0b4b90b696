import { modelManifest } from '#core/contract/model'
import { neighbourManifest } from '#core/contract/neighbour-manifest'
import { parseReply } from '#core/contract/parse'
import type { ArtifactStore } from './artifact-store.ts'

/** Parts live as long as a manifest that names them. */
export async function pruneParts(artifacts: ArtifactStore): Promise<void> {
  const named = new Set<string>()
  for (const kind of ['neighbours', 'baskets', 'model'] as const) {
    for (const { name } of (await artifacts.versions(kind)).versions) {
      const bytes = await artifacts.read(name)
      if (bytes === null) continue
      const manifest: unknown = JSON.parse(new TextDecoder().decode(bytes))
      for (const part of kind === 'model' ? partsOfModel(manifest) : partsOfIndex(manifest)) named.add(part.name)
    }
  }
  await artifacts.pruneParts('part', named)
}

function partsOfModel(json: unknown) {
  const { heads, knowledge } = parseReply(modelManifest, json)
  return [knowledge, ...heads.map(({ trees }) => trees)]
}

function partsOfIndex(json: unknown) {
  const { directory, shards } = parseReply(neighbourManifest, json)
  return [directory, ...shards]
}

import { ARTIFACT_KINDS } from '#core/contract/operations'
import type { ArtifactKind } from './artifact.ts'
import type { ArtifactStore } from './artifact-store.ts'
import { artifactFault } from './check-artifact.ts'

export type Damage = { kind: ArtifactKind; name: string }

/**
 * Forgets every version whose file is gone or damaged; of what is served, also one whose parts are. The jobs read what
 * is stored, so nothing may be left that cannot be read.
 * @returns what was served until now and is not any more
 */
export async function forgetDamaged(artifacts: ArtifactStore): Promise<Damage[]> {
  const unserved: Damage[] = []
  for (const kind of ARTIFACT_KINDS) {
    for (const { name, served } of (await artifacts.versions(kind)).versions) {
      if (await isSound(artifacts, { kind, name, served })) continue
      if (served) {
        await artifacts.withdraw(kind)
        unserved.push({ kind, name })
      }
      await artifacts.remove(name)
    }
  }
  return unserved
}

async function isSound(artifacts: ArtifactStore, { kind, name, served }: Damage & { served: boolean }) {
  const bytes = await artifacts.read(name)
  return bytes !== null && (!served || (await artifactFault(artifacts, kind, bytes)) === null)
}

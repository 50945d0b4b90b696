/**
 * What this isolate ranks with: a published model, else what everyone's clicks taught, else nothing of either. No request
 * ever waits for it: newer ones are fetched behind answers and take their place when they are whole.
 */
import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { Knowledge } from '#core/rank/features/knowledge'
import type { ServedModel } from '#core/rank/learned/served-model'
import { tableNames } from '#core/rank/learned/table-names'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { WaitUntil } from '../artifacts/held-value.ts'
import { pointedArtifact, type PointerEvent } from '../artifacts/pointed-artifact.ts'
import { openPublishedKnowledge, openPublishedModel } from './open-model.ts'

export type Ranking =
  | { by: 'model'; name: string; model: ServedModel }
  | { by: 'clicks'; name: string; knowledge: Knowledge }

export type RankingSource = {
  current: (waitUntil: WaitUntil) => Ranking | undefined
  /** Names of what is open here. */
  loaded: () => { model: string | null; knowledge: string | null }
}

type Kind = 'model' | 'knowledge'

const LOOK_EVERY_MS = 2_000

export function createRankingSource(deps: {
  pointer: (kind: Kind, waitUntil: WaitUntil) => Promise<ArtifactRef | null | undefined>
  artifacts: ArtifactStore
  now: () => number
  onEvent: (kind: Kind, event: PointerEvent) => void
}): RankingSource {
  const { artifacts, now } = deps
  const followed = <T>(kind: Kind, open: Parameters<typeof pointedArtifact<T>>[0]['open']) =>
    pointedArtifact<T>({
      pointer: (waitUntil) => deps.pointer(kind, waitUntil),
      open,
      onEvent: (event) => deps.onEvent(kind, event),
    })
  const model = followed('model', (ref) => openPublishedModel(artifacts, ref))
  const knowledge = followed('knowledge', (ref) => openPublishedKnowledge(artifacts, ref))
  let ranking: Ranking | undefined
  let lookedAt = -Infinity

  async function look(waitUntil: WaitUntil): Promise<void> {
    await Promise.all([model.look(waitUntil), knowledge.look(waitUntil)])
    ranking = rankingOf(model.loaded(), knowledge.loaded())
  }

  return {
    current(waitUntil) {
      if (now() - lookedAt >= LOOK_EVERY_MS) {
        lookedAt = now()
        waitUntil(look(waitUntil))
      }
      return ranking
    },
    loaded: () => ({ model: model.loaded()?.name ?? null, knowledge: knowledge.loaded()?.name ?? null }),
  }
}

type Loaded<T> = { name: string; value: T } | undefined

/** Clicks counted since the training are better than those of it, as long as they fill the same columns. */
function rankingOf(model: Loaded<ServedModel>, knowledge: Loaded<Knowledge>): Ranking | undefined {
  if (model === undefined) {
    return knowledge && { by: 'clicks', name: knowledge.name, knowledge: knowledge.value }
  }
  const fits = knowledge !== undefined && tableNames(knowledge.value.store.schema).join('\n') === model.value.names
  const served = fits ? { ...model.value, knowledge: knowledge.value } : model.value
  return { by: 'model', name: model.name, model: served }
}

/**
 * The suggestion index of this isolate and the changes over it. Once loaded, neither is ever on a request's path: newer
 * ones are looked for in the background and take their place when they are whole. A version that is corrupt or does
 * not arrive is refused, the one in use stays, and a metric says so.
 */
import type { Timer } from '#core/deadline'
import type { SuggestDelta } from '#core/contract/suggest-delta'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import { holdValue, type Held, type WaitUntil } from '../artifacts/held-value.ts'
import { pointedArtifact, type PointerEvent, type ReadPointer } from '../artifacts/pointed-artifact.ts'
import { createDeltaSource } from './delta-source.ts'
import { openSuggest } from './open-suggest.ts'
import type { Served } from './served.ts'

export type SuggestEvent = PointerEvent | { type: 'delta-unreachable' }

/** What to answer from, or undefined while there has never been an index. */
export type SuggestSource = Held<Served>

/**
 * A look at what is in memory costs nothing. A removal shows within 5 s of its acceptance: the origin remembers a delta
 * for 1 s, the shared part is fresh for 2 s, one look finds it stale and refreshes it, the next one takes it.
 */
const LOOK_EVERY_MS = 500
const FIRST_WAIT_MS = 1_500

export function createSuggestSource(deps: {
  pointer: ReadPointer
  delta: (waitUntil: WaitUntil) => Promise<SuggestDelta | undefined>
  artifacts: ArtifactStore
  /** After what is served was replaced, in the background. */
  onServed: (served: Served, waitUntil: WaitUntil) => void
  now: () => number
  timer: Timer
  onEvent: (event: SuggestEvent) => void
}): SuggestSource {
  const { now, timer, onEvent } = deps
  const changes = createDeltaSource()
  const artifact = pointedArtifact({ pointer: deps.pointer, open: (ref) => openSuggest(deps.artifacts, ref), onEvent })
  let served: Served | undefined
  let askedForChanges = false

  async function lookForDelta(waitUntil: WaitUntil): Promise<void> {
    const delta = await deps.delta(waitUntil)
    if (delta === undefined) onEvent({ type: 'delta-unreachable' })
    changes.take(delta)
    askedForChanges = true
  }

  /** An index that was withdrawn goes on answering: nothing has taken its place. */
  function serve(waitUntil: WaitUntil): void {
    const loaded = artifact.loaded()
    // What was removed before this isolate began must not show for a moment.
    if (loaded === undefined || !askedForChanges) return
    const delta = changes.over(loaded.name)
    if (served?.index === loaded.value.index && served.delta === delta) return
    served = { ...loaded.value, delta }
    deps.onServed(served, waitUntil)
  }

  /** Neither waits for the other: a removal shows while megabytes of a newer index are on their way. */
  function look(waitUntil: WaitUntil): Promise<unknown> {
    const serveNow = (): void => serve(waitUntil)
    return Promise.all([artifact.look(waitUntil).then(serveNow), lookForDelta(waitUntil).then(serveNow)])
  }

  return holdValue({ value: () => served, look, lookEveryMs: LOOK_EVERY_MS, firstWaitMs: FIRST_WAIT_MS, now, timer })
}

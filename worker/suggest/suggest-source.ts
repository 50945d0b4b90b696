/**
 * The suggestion index of this isolate. Once loaded it is never on a request's path: a newer version is looked for in
 * the background and takes its place when it is whole. A version that is corrupt or does not arrive is refused, the
 * one in use stays, and a metric says so.
 */
import { openSuggestIndex, type SuggestIndex } from '#core/suggest/open'
import { within, type Timer } from '#core/deadline'
import type { ArtifactPointers } from '#core/contract/retrieval'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'

export type SuggestEvent =
  | { type: 'index-loaded'; name: string }
  | { type: 'index-refused'; name: string; reason: string }
  | { type: 'index-unreachable'; cause: string }

export type SuggestSource = {
  /** The index, or undefined while there has never been one. Waits only when nothing is loaded yet. */
  current(waitUntil: (work: Promise<unknown>) => void): SuggestIndex | undefined | Promise<SuggestIndex | undefined>
}

const LOOK_EVERY_MS = 2_000
const RETRY_MS = 1_000
const FIRST_LOAD_DEADLINE_MS = 1_500

export function createSuggestSource(deps: {
  pointer: (waitUntil: (work: Promise<unknown>) => void) => Promise<ArtifactPointers['suggest'] | undefined>
  artifacts: ArtifactStore
  now: () => number
  timer: Timer
  onEvent: (event: SuggestEvent) => void
}): SuggestSource {
  let loaded: { name: string; index: SuggestIndex } | undefined
  let lookedAt = -Infinity
  let refused: string | undefined

  async function look(waitUntil: (work: Promise<unknown>) => void): Promise<void> {
    const pointer = await deps.pointer(waitUntil)
    if (pointer === undefined) return deps.onEvent({ type: 'index-unreachable', cause: 'no pointer' })
    if (pointer === null || pointer.name === loaded?.name || pointer.name === refused) return
    const fetched = await deps.artifacts.get(pointer)
    if (fetched.outcome === 'unavailable') return deps.onEvent({ type: 'index-unreachable', cause: fetched.cause })
    const opened =
      fetched.outcome === 'corrupt'
        ? ({ outcome: 'refused', reason: fetched.reason } as const)
        : openSuggestIndex(fetched.bytes)
    if (opened.outcome === 'refused') {
      // The same bytes will not get better: this version is not asked for again until the pointer moves.
      refused = pointer.name
      return deps.onEvent({ type: 'index-refused', name: pointer.name, reason: opened.reason })
    }
    loaded = { name: pointer.name, index: opened.index }
    deps.onEvent({ type: 'index-loaded', name: pointer.name })
  }

  return {
    current(waitUntil) {
      if (loaded !== undefined) {
        if (deps.now() - lookedAt > LOOK_EVERY_MS) {
          lookedAt = deps.now()
          waitUntil(look(waitUntil))
        }
        return loaded.index
      }
      // While there is none, one look a second: every keystroke of everybody would ask otherwise.
      if (deps.now() - lookedAt < RETRY_MS) return undefined
      lookedAt = deps.now()
      const first = look(waitUntil)
      waitUntil(first)
      return within(() => first, FIRST_LOAD_DEADLINE_MS, deps.timer).then(() => loaded?.index)
    },
  }
}

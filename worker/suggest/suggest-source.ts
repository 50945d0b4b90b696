/**
 * The suggestion index of this isolate and the changes over it. Once loaded, neither is ever on a request's path: newer
 * ones are looked for in the background and take their place when they are whole. A version that is corrupt or does
 * not arrive is refused, the one in use stays, and a metric says so.
 */
import { openSuggestIndex, type OpenOutcome, type SuggestIndex } from '#core/suggest/open'
import { within, type Timer } from '#core/deadline'
import type { ArtifactPointers } from '#core/contract/retrieval'
import type { SuggestDelta } from '#core/contract/suggest-delta'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import { createDeltaSource } from './delta-source.ts'
import type { Served } from './served.ts'

export type SuggestEvent =
  | { type: 'index-loaded'; name: string }
  | { type: 'index-refused'; name: string; reason: string }
  | { type: 'index-unreachable'; cause: string }
  | { type: 'delta-unreachable' }

type WaitUntil = (work: Promise<unknown>) => void

export type SuggestSource = {
  /** What to answer from, or undefined while there has never been an index. Waits only when nothing is loaded yet. */
  current(waitUntil: WaitUntil): Served | undefined | Promise<Served | undefined>
}

/**
 * A look at what is in memory costs nothing. A removal shows within 5 s of its acceptance: the origin remembers a delta
 * for 1 s, the shared part is fresh for 2 s, one look finds it stale and refreshes it, the next one takes it.
 */
const LOOK_EVERY_MS = 500
const RETRY_MS = 1_000
const FIRST_LOAD_DEADLINE_MS = 1_500

export function createSuggestSource(deps: {
  pointer: (waitUntil: WaitUntil) => Promise<ArtifactPointers['suggest'] | undefined>
  delta: (waitUntil: WaitUntil) => Promise<SuggestDelta | undefined>
  artifacts: ArtifactStore
  /** After what is served was replaced, in the background. */
  onServed: (served: Served, waitUntil: WaitUntil) => void
  now: () => number
  timer: Timer
  onEvent: (event: SuggestEvent) => void
}): SuggestSource {
  const changes = createDeltaSource()
  let loaded: { name: string; index: SuggestIndex } | undefined
  let served: Served | undefined
  let lookedAt = -Infinity
  let refused: string | undefined

  async function lookForIndex(waitUntil: WaitUntil): Promise<void> {
    const pointer = await deps.pointer(waitUntil)
    if (pointer === undefined) return deps.onEvent({ type: 'index-unreachable', cause: 'no pointer' })
    if (pointer === null || pointer.name === loaded?.name || pointer.name === refused) return
    const fetched = await deps.artifacts.get(pointer)
    if (fetched.outcome === 'unavailable') return deps.onEvent({ type: 'index-unreachable', cause: fetched.cause })
    const opened = openFetched(fetched)
    if (opened.outcome === 'refused') {
      // The same bytes will not get better: this version is not asked for again until the pointer moves.
      refused = pointer.name
      return deps.onEvent({ type: 'index-refused', name: pointer.name, reason: opened.reason })
    }
    loaded = { name: pointer.name, index: opened.index }
    serve(waitUntil)
    deps.onEvent({ type: 'index-loaded', name: pointer.name })
  }

  async function lookForDelta(waitUntil: WaitUntil): Promise<void> {
    const delta = await deps.delta(waitUntil)
    if (delta === undefined) deps.onEvent({ type: 'delta-unreachable' })
    changes.take(delta)
    serve(waitUntil)
  }

  function serve(waitUntil: WaitUntil): void {
    if (loaded === undefined) return
    const delta = changes.over(loaded.name)
    if (served?.index === loaded.index && served.delta === delta) return
    served = { index: loaded.index, delta }
    deps.onServed(served, waitUntil)
  }

  const look = (waitUntil: WaitUntil) => Promise.all([lookForIndex(waitUntil), lookForDelta(waitUntil)])

  return {
    current(waitUntil) {
      if (served !== undefined) {
        if (deps.now() - lookedAt > LOOK_EVERY_MS) {
          lookedAt = deps.now()
          waitUntil(look(waitUntil))
        }
        return served
      }
      // While there is none, one look a second: every keystroke of everybody would ask otherwise.
      if (deps.now() - lookedAt < RETRY_MS) return undefined
      lookedAt = deps.now()
      const first = look(waitUntil)
      waitUntil(first)
      return within(() => first, FIRST_LOAD_DEADLINE_MS, deps.timer).then(() => served)
    },
  }
}

type Fetched = Awaited<ReturnType<ArtifactStore['get']>>

function openFetched(fetched: Exclude<Fetched, { outcome: 'unavailable' }>): OpenOutcome {
  return fetched.outcome === 'corrupt'
    ? { outcome: 'refused', reason: fetched.reason }
    : openSuggestIndex(fetched.bytes)
}

/**
 * What a pointer points at, held open in this isolate. Once loaded it is never on a request's path: a newer version is
 * looked for in the background and takes its place when it is whole. One that is refused or does not arrive leaves the
 * one in use; a pointer that was taken back takes it away.
 */
import type { ArtifactRef } from '#core/contract/artifact-ref'
import { within, type Timer } from '#core/deadline'

export type OpenedArtifact<T> =
  | { outcome: 'opened'; value: T }
  /** The bytes are not what they should be, and will not get better. */
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unreachable'; cause: string }

export type FollowEvent =
  | { type: 'index-loaded'; name: string }
  | { type: 'index-withdrawn' }
  | { type: 'index-refused'; name: string; reason: string }
  | { type: 'index-unreachable'; cause: string }

export type WaitUntil = (work: Promise<unknown>) => void

/** What is loaded, or undefined while nothing is. Waits only for the very first load, and not long. */
export type Followed<T> = (waitUntil: WaitUntil) => T | undefined | Promise<T | undefined>

const LOOK_EVERY_MS = 2_000
const RETRY_MS = 1_000
const FIRST_LOAD_DEADLINE_MS = 1_000

export function followArtifact<T>(deps: {
  /** Null: nothing is served. Undefined: nobody knows now. */
  pointer: (waitUntil: WaitUntil) => Promise<ArtifactRef | null | undefined>
  open: (ref: ArtifactRef) => Promise<OpenedArtifact<T>>
  now: () => number
  timer: Timer
  onEvent: (event: FollowEvent) => void
}): Followed<T> {
  let loaded: { name: string; value: T } | undefined
  let refused: string | undefined
  let lookedAt = -Infinity

  async function look(waitUntil: WaitUntil): Promise<void> {
    const ref = await deps.pointer(waitUntil)
    if (ref === undefined) return deps.onEvent({ type: 'index-unreachable', cause: 'no pointer' })
    if (ref === null) {
      if (loaded !== undefined) deps.onEvent({ type: 'index-withdrawn' })
      loaded = undefined
      return
    }
    if (ref.name === loaded?.name || ref.name === refused) return
    const opened = await deps.open(ref)
    switch (opened.outcome) {
      case 'opened':
        loaded = { name: ref.name, value: opened.value }
        return deps.onEvent({ type: 'index-loaded', name: ref.name })
      case 'refused':
        // This version is not asked for again until the pointer moves.
        refused = ref.name
        return deps.onEvent({ type: 'index-refused', name: ref.name, reason: opened.reason })
      case 'unreachable':
        return deps.onEvent({ type: 'index-unreachable', cause: opened.cause })
      default:
        return opened satisfies never
    }
  }

  return (waitUntil) => {
    const since = deps.now() - lookedAt
    if (loaded !== undefined) {
      if (since > LOOK_EVERY_MS) {
        lookedAt = deps.now()
        waitUntil(look(waitUntil))
      }
      return loaded.value
    }
    if (since < RETRY_MS) return undefined
    lookedAt = deps.now()
    const first = look(waitUntil)
    waitUntil(first)
    return within(() => first, FIRST_LOAD_DEADLINE_MS, deps.timer).then(() => loaded?.value)
  }
}

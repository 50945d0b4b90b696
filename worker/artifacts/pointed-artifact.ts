/**
 * What a pointer points at, opened. A newer version takes the place of the last one when it is whole; one that is
 * refused or does not arrive leaves the one in use; a pointer that was taken back takes it away.
 */
import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { WaitUntil } from './held-value.ts'

export type OpenedArtifact<T> =
  | { outcome: 'opened'; value: T }
  /** The bytes are not what they should be, and will not get better. */
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unreachable'; cause: string }

export type PointerEvent =
  | { type: 'index-loaded'; name: string }
  | { type: 'index-withdrawn' }
  | { type: 'index-refused'; name: string; reason: string }
  | { type: 'index-unreachable'; cause: string }

/** Null: nothing is served. Undefined: nobody knows now. */
export type ReadPointer = (waitUntil: WaitUntil) => Promise<ArtifactRef | null | undefined>

export type PointedArtifact<T> = {
  loaded: () => { name: string; value: T } | undefined
  look: (waitUntil: WaitUntil) => Promise<void>
}

export function pointedArtifact<T>(deps: {
  pointer: ReadPointer
  open: (ref: ArtifactRef) => Promise<OpenedArtifact<T>>
  onEvent: (event: PointerEvent) => void
}): PointedArtifact<T> {
  let loaded: { name: string; value: T } | undefined
  let refused: string | undefined

  async function look(waitUntil: WaitUntil): Promise<void> {
    const ref = await deps.pointer(waitUntil)
    if (ref === undefined) return deps.onEvent({ type: 'index-unreachable', cause: 'no pointer' })
    if (ref === null) {
      if (loaded !== undefined) deps.onEvent({ type: 'index-withdrawn' })
      loaded = undefined
      return
    }
    if (ref.name !== refused) refused = undefined
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

  return { loaded: () => loaded, look }
}

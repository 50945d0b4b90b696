/** Opened parts of one kind in this isolate: fetched when a request needs them, kept within a memory bound. */
import { Eviction } from '#core/cache/eviction'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import { createExpiringMap } from '../cache/expiring-map.ts'
import { createSingleFlight } from '../cache/single-flight.ts'
import type { ArtifactStore } from './artifact-store.ts'
import type { WaitUntil } from './held-value.ts'
import type { OpenedArtifact } from './pointed-artifact.ts'
import { readArtifact } from './read-artifact.ts'

/** Undefined: not here in time, or not whole. The fetch goes on for the next request. */
export type PartStore<T> = { get(ref: ArtifactRef, waitUntil: WaitUntil): T | Promise<T | undefined> }

/** What a request waits for a part. */
const DEADLINE_MS = 300
/** Longer than the artifact store's own deadline. */
const MAX_FLIGHT_MS = 15_000
/** A part that could not be had, or was damaged, is asked for once in this time, and not by every request. */
const RETRY_MS = 1_000

export function createPartStore<T>(deps: {
  artifacts: ArtifactStore
  open: (bytes: ArrayBuffer) => Exclude<OpenedArtifact<T>, { outcome: 'unreachable' }>
  maxBytes: number
  now: () => number
  onMissing: (cause: string) => void
}): PartStore<T> {
  const held = new Eviction<T>(deps.maxBytes)
  const flights = createSingleFlight<T | undefined>({ now: deps.now, maxAgeMs: MAX_FLIGHT_MS })
  const failed = createExpiringMap<true>(deps.now)

  function missing(ref: ArtifactRef, cause: string): undefined {
    failed.set(ref.name, true, RETRY_MS)
    deps.onMissing(cause)
  }

  async function load(ref: ArtifactRef): Promise<T | undefined> {
    const read = await readArtifact(deps.artifacts, ref)
    const opened = read.outcome === 'opened' ? deps.open(read.value) : read
    switch (opened.outcome) {
      case 'opened':
        held.set(ref.name, opened.value, ref.bytes)
        return opened.value
      case 'refused':
        return missing(ref, `${ref.name}: ${opened.reason}`)
      case 'unreachable':
        return missing(ref, opened.cause)
      default:
        return opened satisfies never
    }
  }

  async function fetched(ref: ArtifactRef, waitUntil: WaitUntil): Promise<T | undefined> {
    if (failed.get(ref.name) !== undefined) return undefined
    const flight = await flights.join(ref.name, () => load(ref), { waitUntil, deadlineMs: DEADLINE_MS })
    if (flight.outcome === 'landed') return flight.value
    deps.onMissing(`${ref.name}: not here in ${DEADLINE_MS} ms`)
    return undefined
  }

  return { get: (ref, waitUntil) => held.get(ref.name) ?? fetched(ref, waitUntil) }
}

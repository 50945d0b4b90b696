/**
 * A value of this isolate that somebody else decides. Once there is one it is never on a request's path: requests look
 * for a newer one behind their answers, and only the isolate's first waits, and not long.
 */
import { within, type Timer } from '#core/deadline'

export type WaitUntil = (work: Promise<unknown>) => void

/** The value, or undefined while there is none. */
export type Held<T> = (waitUntil: WaitUntil) => T | undefined | Promise<T | undefined>

/** While there is nothing, one look a second: every request of everybody would look otherwise. */
const RETRY_MS = 1_000

export function holdValue<T>(deps: {
  value: () => T | undefined
  look: (waitUntil: WaitUntil) => Promise<unknown>
  lookEveryMs: number
  /** How long a request may wait while there is nothing. */
  firstWaitMs: number
  now: () => number
  timer: Timer
}): Held<T> {
  let lookedAt = -Infinity
  return (waitUntil) => {
    const since = deps.now() - lookedAt
    const held = deps.value()
    if (since < (held === undefined ? RETRY_MS : deps.lookEveryMs)) return held
    lookedAt = deps.now()
    const look = deps.look(waitUntil)
    waitUntil(look)
    return held ?? within(() => look, deps.firstWaitMs, deps.timer).then(() => deps.value())
  }
}

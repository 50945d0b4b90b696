/**
 * A value of this isolate that somebody else decides. Once there is one it is never on a request's path: requests look
 * for a newer one behind their answers. While there is none, all wait for the look under way, and not long.
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
  let looking: Promise<unknown> | undefined

  /** `look` may be of another request; how long is counted from when it began. */
  function landed(look: Promise<unknown>, since: number): T | undefined | Promise<T | undefined> {
    const left = deps.firstWaitMs - since
    return left <= 0 ? undefined : within(() => look, left, deps.timer).then(() => deps.value())
  }

  return (waitUntil) => {
    const since = deps.now() - lookedAt
    const held = deps.value()
    if (since < (held === undefined ? RETRY_MS : deps.lookEveryMs)) {
      return held ?? (looking === undefined ? undefined : landed(looking, since))
    }
    lookedAt = deps.now()
    const look = deps.look(waitUntil).finally(() => {
      if (looking === look) looking = undefined
    })
    looking = look
    waitUntil(look)
    return held ?? landed(look, 0)
  }
}

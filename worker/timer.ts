import type { Timer } from '#core/deadline'

/** The platform's timers, for every deadline of the Worker. */
export const timer: Timer = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (handle) => clearTimeout(handle as number),
}

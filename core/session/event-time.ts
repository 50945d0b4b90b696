/** Settles when an event happened: senders' clocks are wrong, beacons arrive late, and some times cannot be true. */
import type { AcceptedEvent, WireEvent } from '#core/contract/events'
import { days, minutes } from '#core/contract/time'

const OLDEST_MS = days(30)
const FUTURE_MS = minutes(10)

export type Settled = { outcome: 'settled'; event: AcceptedEvent } | { outcome: 'impossible'; detail: string }

/** A clock a few minutes fast is taken as now; further off than that the event is refused, with the reason. */
export function settleTime(event: WireEvent, now: number): Settled {
  const at = event.at ?? now
  if (at > now + FUTURE_MS) {
    return { outcome: 'impossible', detail: `at: ${at} is in the future; expected epoch milliseconds, about ${now}` }
  }
  if (at < now - OLDEST_MS) {
    return {
      outcome: 'impossible',
      detail: `at: ${at} is more than 30 days ago; expected epoch milliseconds, about ${now}`,
    }
  }
  return { outcome: 'settled', event: { ...event, at: Math.min(at, now) } }
}

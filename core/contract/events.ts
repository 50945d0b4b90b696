/** Interactions on the wire: what a browser or app sends to `POST /v1/events`. */
import * as v from 'valibot'
import { impression } from '#core/contract/impressions'

/** What visitors do; what they were shown (`shown`) reaches the log as an impression. */
export const EVENT_TYPES = ['viewed', 'clicked', 'carted', 'bought', 'searched', 'picked-suggestion'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** Most events in one batch, and most bytes of one batch's body. */
export const MAX_EVENTS = 100
export const MAX_EVENTS_BYTES = 65_536

const shared = {
  /** The idempotency key everywhere: the same id is counted once, however often it arrives. */
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/, 'expected 8 to 64 characters of A-Z a-z 0-9 _ -')),
  /** When it happened, epoch milliseconds by the sender's clock; the edge's clock when absent. */
  at: v.optional(v.pipe(v.number(), v.integer())),
  /** Where it happened, such as `search`, `suggest`, `similar`. */
  surface: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'expected 1 to 32 characters of a-z 0-9 -'))),
  /** Position in the list that was shown, first = 0. */
  position: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))),
  /** The reply's `impression` that it happened in. */
  impression: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/, 'expected the id that the reply gave'))),
}
const item = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
const query = v.pipe(v.string(), v.minLength(1), v.maxLength(256))

export const wireEvent = v.variant('type', [
  v.strictObject({ ...shared, type: v.picklist(['viewed', 'clicked', 'carted', 'bought']), item }),
  v.strictObject({ ...shared, type: v.literal('searched'), query }),
  v.strictObject({ ...shared, type: v.literal('picked-suggestion'), query, item: v.optional(item) }),
  // What a search showed, reported along with what was done next. `search` is the query string that was asked with.
  v.strictObject({
    ...shared,
    type: v.literal('shown'),
    search: v.pipe(v.string(), v.maxLength(4_096)),
    items: v.pipe(v.array(item), v.minLength(1), v.maxLength(100)),
  }),
])
export type WireEvent = v.InferOutput<typeof wireEvent>

/** A wire event that was accepted: its time is settled. */
export type AcceptedEvent = WireEvent & { at: number }

const wholeNumber = v.pipe(v.number(), v.safeInteger())

/** One row of the origin's event log: an accepted event, and the visitor's pseudonym. */
export const loggedEvent = v.object({
  id: v.string(),
  type: v.picklist(EVENT_TYPES),
  at: wholeNumber,
  visitor: v.string(),
  item: v.optional(v.string()),
  query: v.optional(v.string()),
  surface: v.optional(v.string()),
  position: v.optional(wholeNumber),
  impression: v.optional(v.string()),
})
export type LoggedEvent = v.InferOutput<typeof loggedEvent>

/**
 * `POST /v1/log` body. `erased` lists visitors whose rows must go: rows that were accepted at or before `at`, also
 * those that arrive later, because a queue promises no order.
 */
export const logBatch = v.object({
  events: v.array(loggedEvent),
  erased: v.array(v.object({ visitor: v.string(), at: wholeNumber })),
  /** Absent in what a visitor's object sends. */
  impressions: v.optional(v.array(impression)),
})
export type LogBatch = v.InferOutput<typeof logBatch>

export const logReply = v.object({ accepted: v.number(), duplicates: v.number() })
export type LogReply = v.InferOutput<typeof logReply>

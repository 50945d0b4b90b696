/** What one list showed, and with which probability: the record that off-policy evaluation needs. */
import * as v from 'valibot'

const wholeNumber = v.pipe(v.number(), v.safeInteger())

export const impression = v.object({
  /** Also in the reply, so that a page's events can name what they answer. */
  id: v.string(),
  /** Epoch ms. */
  at: wholeNumber,
  /** Pseudonym; null for strangers, and whenever it is not known that the visitor agreed. */
  visitor: v.nullable(v.string()),
  /** `search`, or the slot of a recommended list. */
  surface: v.optional(v.string(), 'search'),
  /** The item that a recommended list starts from. */
  seed: v.optional(v.nullable(v.string()), null),
  /** Normal form; empty for a recommended list. */
  query: v.string(),
  /** Canonical spelling. */
  filter: v.string(),
  /** What made the scores. */
  model: v.string(),
  /** Whose order it was. */
  policy: v.picklist(['sorted', 'everyones', 'personal']),
  /** Place of the first item in the whole result; the others follow. */
  first: wholeNumber,
  items: v.array(v.string()),
  /** What a ranking could know beside them: each item's match against the best, the local hour, the class of device. */
  context: v.optional(v.object({ matches: v.array(v.number()), hour: v.number(), device: v.string() })),
  /** The explored place, and the probability with which its item was drawn. */
  explored: v.nullable(v.object({ position: wholeNumber, propensity: v.number() })),
})
export type Impression = v.InferOutput<typeof impression>

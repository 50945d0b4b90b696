/** An operator's rules over a result page: what each does, and when. Stored at the origin, applied at the edge. */
import * as v from 'valibot'
import { normalise } from '#core/text/normalise'
import { parse, type Parsed } from '#core/contract/parse'
import { missingDay, utcSecond } from '#core/contract/utc-second'

const MAX_RULES = 200

/** Seconds for which the edge uses rules that it has read. */
export const RULES_MAX_AGE_S = 5
/** Seconds for which they are then used while they are read again: after a quiet while nobody waits for them. */
export const RULES_STALE_S = 3_600

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
/** Compared in its normal form, which must say something. */
const words = v.pipe(
  text,
  v.check((query) => normalise(query) !== '', 'has no letter or digit'),
)
const facetValue = { facet: text, value: text }
const place = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(199))

/** All that is given must hold; nothing given always holds. */
const when = v.strictObject({
  query: v.optional(
    v.variant('is', [
      v.strictObject({ is: v.literal('exactly'), text: words }),
      /** As whole words, side by side. */
      v.strictObject({ is: v.literal('containing'), text: words }),
      /** No query: the visitor browses. */
      v.strictObject({ is: v.literal('empty') }),
    ]),
  ),
  /** The page is filtered by this facet value. */
  filter: v.optional(v.strictObject(facetValue)),
  /** Included. */
  from: v.optional(utcSecond),
  /** Not included. */
  until: v.optional(utcSecond),
  /** Visitors of whose interest in `facet` at least `share` goes to `value`. */
  segment: v.optional(v.strictObject({ ...facetValue, share: v.pipe(v.number(), v.minValue(0.01), v.maxValue(1)) })),
})

/** Which items: those named, or all with a facet value. */
const on = v.pipe(
  v.strictObject({
    items: v.optional(v.pipe(v.array(text), v.minLength(1), v.maxLength(100))),
    match: v.optional(v.strictObject(facetValue)),
  }),
  v.check(({ items, match }) => (items === undefined) !== (match === undefined), 'expected either items or match'),
)

const every = {
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected 1 to 64 characters of a-z 0-9 -')),
  when: v.optional(when, {}),
}
/** In units of the best match: 1 lifts the worst match over the best. */
const by = v.pipe(v.number(), v.minValue(0.01), v.maxValue(5))

const rule = v.variant('does', [
  /** `position`: first = 0. */
  v.strictObject({ ...every, does: v.literal('pin'), item: text, position: place }),
  v.strictObject({ ...every, does: v.literal('hide'), on }),
  v.strictObject({ ...every, does: v.picklist(['boost', 'bury']), on, by }),
  /** At most so many items with the same value of `facet` on a page. */
  v.strictObject({ ...every, does: v.literal('cap'), facet: text, most: v.pipe(place, v.minValue(1)) }),
  /** Which place is explored; null for none. */
  v.strictObject({ ...every, does: v.literal('explore'), position: v.nullable(place) }),
])
export type Rule = v.InferOutput<typeof rule>

/** `GET /v1/rules` of the origin. */
export const rulesReply = v.object({ rules: v.array(rule) })
export type RulesReply = v.InferOutput<typeof rulesReply>

const rulesRequest = v.strictObject({ rules: v.pipe(v.array(v.unknown()), v.maxLength(MAX_RULES)) })

/** The body of `PUT rules`: all rules there shall be. A rejection names the rule by its id, and the field. */
export function parseRules(body: unknown): Parsed<Rule[]> {
  const request = parse(rulesRequest, body)
  if (request.outcome === 'rejected') return request
  const rules = new Map<string, Rule>()
  for (const [index, given] of request.value.rules.entries()) {
    const parsed = parse(rule, given)
    if (parsed.outcome === 'rejected') return rejected(`${nameOf(given, index)}: ${parsed.detail}`)
    const { id, when: condition } = parsed.value
    if (rules.has(id)) return rejected(`rule ${id}: id: is given twice`)
    const fault = windowFault(condition)
    if (fault !== undefined) return rejected(`rule ${id}: ${fault}`)
    rules.set(id, parsed.value)
  }
  return { outcome: 'parsed', value: [...rules.values()] }
}

/** Asked of what an operator gives. What is stored is read as it is: one old rule must not take the others with it. */
function windowFault({ from, until }: Rule['when']): string | undefined {
  for (const [name, moment] of Object.entries({ from, until })) {
    const fault = moment === undefined ? undefined : missingDay(moment)
    if (fault !== undefined) return `when.${name}: ${fault}`
  }
  if (from === undefined || until === undefined || from < until) return undefined
  return `when: never holds, because from (${from}) is not before until (${until}); give an until that is later than from`
}

const rejected = (detail: string): Parsed<never> => ({ outcome: 'rejected', detail })

function nameOf(given: unknown, index: number): string {
  const named = typeof given === 'object' && given !== null && 'id' in given && typeof given.id === 'string'
  return named ? `rule ${String(given.id).slice(0, 64)}` : `rules.${index}`
}

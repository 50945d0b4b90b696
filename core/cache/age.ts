import { splitList } from './cache-control.ts'
import type { Fields } from './fields.ts'
import { parseHttpDate } from './http-date.ts'

/**
 * corrected_initial_age of RFC 9111 section 4.2.3, in seconds and parts of seconds. `undefined`: how old the response is cannot be known, and
 * it is taken for stale. Section 5.1 would ignore an Age that is no whole number, and take the first of several values;
 * here the first of several counts only when it is 0, for a hop that has just fetched the response. Otherwise nobody can
 * tell whether the values were meant to be added, and a revalidation too many is cheaper than an old answer.
 */
export function initialAgeSeconds(
  fields: Fields,
  times: { readonly requestedAt: number; readonly receivedAt: number },
): number | undefined {
  const { requestedAt, receivedAt } = times
  const [age = '', second] = splitList(fields.get('age') ?? '0')
  if (!/^\d+$/.test(age) || (second !== undefined && Number(age) > 0)) return undefined
  const date = parseHttpDate(fields.get('date'), receivedAt)
  // Date has whole seconds: an apparent age under a second is rounding, not age.
  const apparent = date === undefined ? 0 : Math.max(0, Math.floor((receivedAt - date) / 1_000))
  return Math.max(apparent, Number(age) + (receivedAt - requestedAt) / 1_000)
}

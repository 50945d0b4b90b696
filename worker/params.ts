/**
 * Query parameters, strictly: each at most once, none that the route does not know. A parameter that is silently
 * ignored is a bug in somebody's shop, and one that is read twice differently is a cache-poisoning hole.
 */
import * as v from 'valibot'
import { parse, type Parsed } from '#core/contract/parse'

/** The most that a query string may hold; cheaper to refuse before parsing. */
const MAX_QUERY_STRING = 8_192

type Entries = v.ObjectEntries

/** Of a route that takes none. */
export const noParams = v.object({})

export function readParams<E extends Entries>(
  url: string,
  schema: v.ObjectSchema<E, undefined>,
): Parsed<v.InferOutput<v.ObjectSchema<E, undefined>>> {
  const start = url.indexOf('?')
  if (start === -1) return parse(schema, {})
  const search = url.slice(start + 1)
  if (search.length > MAX_QUERY_STRING) {
    return {
      outcome: 'rejected',
      detail: `the query string has ${search.length} characters; at most ${MAX_QUERY_STRING} are read`,
    }
  }
  const given = new Map<string, string>()
  for (const [name, value] of pairsOf(search)) {
    if (!Object.hasOwn(schema.entries, name)) {
      const known = Object.keys(schema.entries).join(', ')
      return {
        outcome: 'rejected',
        detail: `unknown parameter "${name.slice(0, 64)}"; this route takes ${known || 'none'}`,
      }
    }
    if (given.has(name)) return { outcome: 'rejected', detail: `${name}: given more than once; give it once` }
    given.set(name, value)
  }
  return parse(schema, Object.fromEntries(given))
}

/** As URLSearchParams reads them, without its price: most query strings are short and well written. */
function pairsOf(search: string): Iterable<[string, string]> {
  try {
    return search
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const equals = pair.indexOf('=')
        return equals === -1 ? [decoded(pair), ''] : [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))]
      })
  } catch (cause) {
    // Not UTF-8: what cannot be read becomes U+FFFD.
    if (cause instanceof URIError) return new URLSearchParams(`?${search}`)
    throw cause
  }
}

const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

/** A whole number within bounds, or `fallback` when absent. */
export function integer(options: { min: number; max: number; fallback: number }) {
  const expected = `expected a whole number from ${options.min} to ${options.max}`
  return v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,9}$/, expected),
      v.transform(Number),
      v.minValue(options.min, expected),
      v.maxValue(options.max, expected),
    ),
    String(options.fallback),
  )
}

/** Text of at most `max` UTF-16 units, empty when absent. */
export function text(max: number) {
  return v.optional(v.pipe(v.string(), v.maxLength(max, `has more than ${max} characters, the most that is read`)), '')
}

export const flag = v.optional(
  v.pipe(
    v.picklist(['true', 'false'], 'expected true or false'),
    v.transform((value) => value === 'true'),
  ),
  'false',
)

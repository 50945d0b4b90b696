import * as v from 'valibot'
import { parse, type Parsed } from '#core/contract/parse'

/**
 * The query parameters of a request by `schema`. A parameter that the route does not take, or takes once and got twice,
 * is refused by name: a misspelt filter must never be a missing one.
 */
export function readQuery<T>(
  url: string,
  schema: v.GenericSchema<unknown, T> & { entries: Record<string, unknown> },
): Parsed<T> {
  const known = Object.keys(schema.entries)
  const given = new Map<string, string>()
  for (const [name, value] of new URL(url).searchParams) {
    const shown = name.slice(0, 64)
    if (!known.includes(name)) {
      const takes = known.length === 0 ? 'none' : known.join(', ')
      return { outcome: 'rejected', detail: `${shown}: not a parameter of this route; it takes ${takes}` }
    }
    if (given.has(name)) return { outcome: 'rejected', detail: `${shown}: given twice; give it once` }
    given.set(name, value)
  }
  return parse(schema, Object.fromEntries(given))
}

/** A whole number between `min` and `max`; `fallback` when absent. */
export const wholeNumber = ({ min, max, fallback }: { min: number; max: number; fallback: number }) => {
  const expected = `expected a whole number from ${min} to ${max}`
  return v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,9}$/, expected),
      v.transform(Number),
      v.minValue(min, expected),
      v.maxValue(max, expected),
    ),
    String(fallback),
  )
}

export const textUpTo = (max: number) => v.pipe(v.string(), v.maxLength(max, `expected at most ${max} characters`))

/** A text that a parser of the contract reads: `filter`, `sort`, lists. Its detail becomes the issue. */
export const parsedBy = <T>(parser: (text: string) => Parsed<T>) =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed = parser(dataset.value)
      if (parsed.outcome === 'parsed') return parsed.value
      addIssue({ message: parsed.detail })
      return NEVER
    }),
  )

/** Parsing at a boundary: schema in, typed value or one plain sentence out. */
import * as v from 'valibot'

export type Parsed<T> = { outcome: 'parsed'; value: T } | { outcome: 'rejected'; detail: string }

/** Parses `input`; a rejection names the field (`events.0.id`) and says what was expected. */
export function parse<T>(schema: v.GenericSchema<unknown, T>, input: unknown): Parsed<T> {
  const result = v.safeParse(schema, input, { abortEarly: true })
  if (result.success) return { outcome: 'parsed', value: result.output }
  const issue = result.issues[0]
  const path = v.getDotPath(issue)
  return { outcome: 'rejected', detail: path === null ? issue.message : `${path}: ${said(issue)}` }
}

/** The library says of a key that it is "never", or that it is not itself. */
function said({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (type !== 'object' && type !== 'strict_object') return message
  if (expected === 'never') return 'is not a field that is known here'
  return received === 'undefined' && expected?.startsWith('"') === true ? 'is missing' : message
}

/**
 * Parses what another of our own parts sent.
 * @throws Error when it is not what the contract says: a broken invariant, not an expected outcome.
 */
export function parseReply<T>(schema: v.GenericSchema<unknown, T>, input: unknown): T {
  const parsed = parse(schema, input)
  if (parsed.outcome === 'rejected') throw new Error(`a reply broke the contract: ${parsed.detail}`)
  return parsed.value
}

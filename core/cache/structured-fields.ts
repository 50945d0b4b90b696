/** Structured Fields (RFC 9651) through the one parser; a field that does not parse is empty, as its RFCs ask for. */
import { ParseError, parseDictionary, parseList } from 'structured-headers'

/** `undefined`: a type that none of our fields has (a token, a date, an inner list). */
type Value = string | number | boolean | undefined

export function dictionaryOf(field: string): [name: string, value: Value][] {
  return orEmpty(() => [...parseDictionary(field)].map(([name, [value]]) => [name, primitive(value)]))
}

export function listOf(field: string): Value[] {
  return orEmpty(() => parseList(field).map(([value]) => primitive(value)))
}

function primitive(value: unknown): Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

function orEmpty<T>(parse: () => T[]): T[] {
  try {
    return parse()
  } catch (error) {
    if (error instanceof ParseError) return []
    throw error
  }
}

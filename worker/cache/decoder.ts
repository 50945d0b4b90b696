import type { StoredEntry } from '#core/cache/entry'

/** The value of an entry's bytes, decoded once and kept exactly as long as the entry itself. */
export type Decoder = {
  /** @throws whatever `parse` throws, or SyntaxError: the bytes are not what the contract says. */
  value<T>(entry: StoredEntry, parse: (body: unknown) => T): T
  /** The bytes as JSON, or `null` when they are none: the body of a refusal is passed on as it is. */
  json(entry: StoredEntry): unknown
}

export function createDecoder(): Decoder {
  const values = new WeakMap<StoredEntry, { value: unknown }>()
  const text = new TextDecoder()
  const parseJson = (entry: StoredEntry): unknown => JSON.parse(text.decode(entry.body))

  return {
    value<T>(entry: StoredEntry, parse: (body: unknown) => T): T {
      const known = values.get(entry)
      // Invariant: an entry belongs to one path, and a path has one `parse`, so what is kept is a T.
      if (known !== undefined) return known.value as T
      const value = parse(parseJson(entry))
      values.set(entry, { value })
      return value
    },
    json(entry) {
      try {
        return parseJson(entry)
      } catch (error) {
        if (error instanceof SyntaxError) return null
        throw error
      }
    },
  }
}

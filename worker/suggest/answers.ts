/**
 * Answers that this isolate has given from one index, as they go over the wire. Most keystrokes are somebody's first
 * two letters, and everybody's answer to them is the same bytes until the index changes.
 */
import type { SuggestIndex } from '#core/suggest/open'

/** About 2 MB at a kilobyte an answer. */
const MAX_ANSWERS = 2_000

export type SuggestAnswers = {
  /** The body for `key`, made by `make` when this index has not answered it lately. */
  body(index: SuggestIndex, key: string, make: () => string): string
}

export function createSuggestAnswers(): SuggestAnswers {
  let answered: { index: SuggestIndex; bodies: Map<string, string> } | undefined
  return {
    body(index, key, make) {
      if (answered?.index !== index) answered = { index, bodies: new Map() }
      const { bodies } = answered
      const known = bodies.get(key)
      if (known !== undefined) return known
      const oldest = bodies.size >= MAX_ANSWERS ? bodies.keys().next().value : undefined
      if (oldest !== undefined) bodies.delete(oldest)
      const made = make()
      bodies.set(key, made)
      return made
    },
  }
}

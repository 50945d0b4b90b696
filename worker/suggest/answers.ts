/**
 * What this isolate has answered lately. Most keystrokes are somebody's first two letters, and everybody's answer to
 * them is the same until the index or the changes over it are replaced.
 */
import type { Suggestion } from '#core/suggest/suggestion'
import type { Served } from './served.ts'

/** Answers as they go over the wire: about 2 MB at a kilobyte each. */
const MAX_BODIES = 2_000
/** Candidates of personal answers: about 2 MB at ten kilobytes a list. */
const MAX_LISTS = 200

type Memo<T> = {
  /** The value for `key`, made by `make` when these changes over this index have not answered it lately. */
  of(served: Served, key: string, make: () => T): T
}

export type SuggestAnswers = { bodies: Memo<string>; candidates: Memo<Suggestion[]> }

export function createSuggestAnswers(): SuggestAnswers {
  return { bodies: createMemo(MAX_BODIES), candidates: createMemo(MAX_LISTS) }
}

/** Forgets everything when what is served changes, and the oldest when it is full. */
function createMemo<T>(most: number): Memo<T> {
  let answered: { served: Served; values: Map<string, T> } | undefined
  return {
    of(served, key, make) {
      if (answered?.served !== served) answered = { served, values: new Map() }
      const { values } = answered
      const known = values.get(key)
      if (known !== undefined) return known
      const oldest = values.size >= most ? values.keys().next().value : undefined
      if (oldest !== undefined) values.delete(oldest)
      const made = make()
      values.set(key, made)
      return made
    },
  }
}

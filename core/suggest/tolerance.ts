/** How many typing errors a word may have, by its length in characters: see docs/decisions/021. */
import type { Tolerance } from './fuzzy-walk.ts'

/**
 * A finished word has to fit a whole term. The word being typed may also fit a beginning, with fewer errors: a short
 * beginning with an error fits half of the dictionary.
 */
export function toleranceOf(characters: number, unfinished: boolean): Tolerance {
  return { whole: characters < 3 ? 1 : 2, beginning: unfinished ? errorsOfBeginning(characters) : -1 }
}

function errorsOfBeginning(characters: number): number {
  if (characters < 4) return 0
  return characters < 8 ? 1 : 2
}

/** Errors of all words of a query together. */
export const MOST_ERRORS = 2

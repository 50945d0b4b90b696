/**
 * The setting of typo tolerance: how many errors a word may have, and how much each kind of match counts.
 * Chosen by measuring recall against noise and time: docs/decisions/021.
 */

/** Most errors allowed when the whole term has to fit, and when a beginning of it is enough (negative: it is not). */
export type Tolerance = { whole: number; beginning: number }

/**
 * A finished word has to fit a whole term. The word being typed may also fit a beginning, with fewer errors: a short
 * beginning with an error fits half of the dictionary.
 */
export function toleranceOf(characters: number, unfinished: boolean): Tolerance {
  return { whole: characters < 4 ? 1 : 2, beginning: unfinished ? errorsOfBeginning(characters) : -1 }
}

function errorsOfBeginning(characters: number): number {
  if (characters < 4) return 0
  return characters < 8 ? 1 : 2
}

/** A wrong first letter costs as much as two errors. A word that allows two errors may have it and one more. */
export const FIRST_LETTER_ERRORS = 2

/** Errors of all words of a query together, when there are several. */
export const MOST_ERRORS = 2

/**
 * The noisy channel: popularity times the chance of the errors. With popularity falling as one over the rank, a match of
 * penalty p at rank r stands where an error-free one would at (r + 1) · 2^p.
 */
export function penaltyOf(errors: number, whole: boolean): number {
  return PENALTY_PER_ERROR * (errors - 1) + (whole ? 0 : PENALTY_OF_BEGINNING)
}

const PENALTY_PER_ERROR = 6
const PENALTY_OF_BEGINNING = 8

/**
 * A typed query as an FTS5 expression. Every term is a quoted string, so nothing that a visitor types is syntax.
 * https://www.sqlite.org/fts5.html#full_text_query_syntax
 *
 *   - whole : ("star" AND ("wa" OR "wa" *)) OR whole : "star_wa"
 *
 * The column `whole` holds each title as one term. Matching it adds to the score, so that the item that is called exactly
 * what was typed leads, whatever the length of its other fields.
 */
import { normalise } from '#core/text/normalise'
import { terms } from '#core/text/tokenise'

export type Match = {
  /** All terms, the last one as a word or a beginning. */
  every: string
  /** Any of them: asked when no item has all. Null when that would be the same. */
  some: string | null
  /** The whole title. */
  whole: string
}

/** Null when the query has no terms: it browses. */
export function matchOf(query: string): Match | null {
  const words = wordsOf(query)
  const parts = words.map(quote)
  const last = parts.pop()
  if (last === undefined) return null
  // As a whole word it matches twice and scores higher: "star" finds Star Trek before Stardust.
  const distinct = [...new Set(parts), `(${last} OR ${last} *)`]
  const whole = `whole : ${quote(wholeOf(words))}`
  return {
    every: `- whole : (${distinct.join(' AND ')}) OR ${whole}`,
    some: distinct.length > 1 ? `- whole : (${distinct.join(' OR ')})` : null,
    whole,
  }
}

const wordsOf = (text: string): string[] => terms(normalise(text.toWellFormed().replace(/\p{Cc}/gu, ' ')))

const quote = (term: string): string => `"${term.replaceAll('"', '""')}"`

const wholeOf = (words: readonly string[]): string => words.join('_')

/** The one term of the column `whole` for an item called `title`. */
export const wholeTitle = (title: string): string => wholeOf(wordsOf(title))

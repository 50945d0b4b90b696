/**
 * An index too large for one value (25 MB) is published as a head and pieces, by scope and first characters, of which a
 * query needs one.
 *
 *   key       scope          first characters        completions
 *   ───────   ────────────   ─────────────────────   ──────────────────────────────────────────────────────────────
 *   pieces    ''             '' … 'ha' … 'm' … 'st'  those with a word from here up to the next piece's beginning
 *             'genre:Drama'  '' … 's'                the same, of the scopes from here up to the next piece's
 *   head                                             the best of each beginning that spans pieces ('', 'h', 's', …)
 *
 * A completion stands in the piece of each of its words, so words in any order are found from whichever is typed first.
 * Text without spaces is one word: it is found by its beginning. A typo in the first characters leads to the wrong piece,
 * and finds nothing there.
 */
import { normalise } from '../text/normalise.ts'
import { tokenise } from '../text/tokenise.ts'
import type { Completion } from './completion.ts'

/** Where a piece begins; what it holds goes up to the next one's beginning. */
export type PieceStart = { scope: string; from: string }

/** Sorted by scope, then by `from`. */
export type PieceEntry = PieceStart & { part: { name: string; bytes: number; sha256: string } }

/** The piece that answers a query, or the head: the query could begin what several pieces hold. */
export function pieceFor<T extends PieceStart>(
  pieces: readonly T[],
  query: string,
  scope: string,
): { answers: 'head' } | { answers: 'piece'; piece: T } {
  if (pieces.length === 0) return { answers: 'head' }
  const words = tokenise(normalise(query))
  const word = words[0]?.text ?? ''
  const at = pieces.findLastIndex((piece) => isBefore(piece, scope, word))
  const piece = pieces[at]
  // No scope stands before the first one's piece: it has no completions.
  if (piece === undefined || (scope !== '' && piece.scope === '')) return { answers: 'head' }
  const next = pieces[at + 1]
  const isUnfinished = words.length < 2
  const spans = isUnfinished && next !== undefined && next.scope === piece.scope && next.from.startsWith(word)
  return spans ? { answers: 'head' } : { answers: 'piece', piece }
}

const isBefore = (piece: PieceStart, scope: string, word: string): boolean =>
  piece.scope < scope || (piece.scope === scope && piece.from <= word)

/** The distinct first words that lead to a completion. */
export const wordsOf = ({ text }: Completion): string[] => [
  ...new Set(tokenise(normalise(text)).map((word) => word.text)),
]

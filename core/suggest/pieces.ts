/**
 * An index too large for one value (25 MB) is published in pieces by scope and first characters, of which a lookup needs
 * one. A completion stands in the piece of each of its words, so any-order words are found from whichever word is typed
 * first; only a typo in the first characters leads to the wrong piece, and finds nothing there.
 */
import { normalise } from '../text/normalise.ts'
import { tokenise } from '../text/tokenise.ts'
import type { Completion } from './completion.ts'

/** Words from `from` on, up to the next piece's; `scope` '' is everything. */
export type Piece = { scope: string; from: string; completions: Completion[] }

/** What a reader needs to choose a piece: sorted by scope, then by `from`. `name` is content-addressed. */
export type PieceEntry = { scope: string; from: string; name: string; bytes: number }
export type Manifest = { version: string; pieces: readonly PieceEntry[] }

/** @param largest most completions in one piece; a start shared by more than that stays together */
export function splitIntoPieces(
  completions: readonly Completion[],
  largest: number,
  scopes: readonly string[] = [],
): Piece[] {
  return ['', ...scopes].flatMap((scope) => {
    const members = scope === '' ? completions : completions.filter((each) => each.scopes.includes(scope))
    return split(members, largest, scope)
  })
}

function split(members: readonly Completion[], largest: number, scope: string): Piece[] {
  if (members.length <= largest) return [{ scope, from: '', completions: [...members] }]
  const byStart = groupByStart(members, largest)
  const pieces: Piece[] = []
  for (const [start, group] of byStart) {
    const last = pieces.at(-1)
    if (last !== undefined && last.completions.length + group.length <= largest) last.completions.push(...group)
    else pieces.push({ scope, from: pieces.length === 0 ? '' : start, completions: [...group] })
  }
  return pieces.map((piece) => ({ ...piece, completions: [...new Set(piece.completions)] }))
}

/** Completions by the first characters of each of their words: one character, or two where one is shared by too many. */
function groupByStart(members: readonly Completion[], largest: number): [string, Completion[]][] {
  const byStart = new Map<string, Completion[]>()
  for (const member of members) {
    for (const start of startsOf(member.text, 1)) push(byStart, start, member)
  }
  for (const [start, group] of byStart) {
    if (start.length > 1 || group.length <= largest) continue
    byStart.delete(start)
    for (const member of group) {
      for (const longer of startsOf(member.text, 2)) if (longer.startsWith(start)) push(byStart, longer, member)
    }
  }
  return [...byStart].sort(([a], [b]) => (a < b ? -1 : 1))
}

function push(groups: Map<string, Completion[]>, key: string, member: Completion): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [member])
  else group.push(member)
}

function startsOf(text: string, characters: number): Set<string> {
  const words = tokenise(normalise(text))
  return new Set(words.map((word) => Array.from(word.text).slice(0, characters).join('')))
}

/**
 * The piece that a query of two characters or more needs: the last of its scope that does not begin after its first word.
 * Shorter ones span pieces; their answers are precomputed.
 */
export function pieceFor(manifest: Manifest, query: string, scope = ''): PieceEntry | undefined {
  const word = tokenise(normalise(query))[0]?.text ?? ''
  const scoped = manifest.pieces.some((piece) => piece.scope === scope) ? scope : ''
  let chosen: PieceEntry | undefined
  for (const piece of manifest.pieces) if (piece.scope === scoped && piece.from <= word) chosen = piece
  return chosen
}

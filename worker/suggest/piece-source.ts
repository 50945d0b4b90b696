/** Which part of an index answers a query: all of it, or, when it came in pieces, the one that the query needs. */
import { openSuggestIndex, type SuggestIndex } from '#core/suggest/open'
import { pieceFor } from '#core/suggest/pieces'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { WaitUntil } from '../artifacts/held-value.ts'
import { createPartStore } from '../artifacts/part-store.ts'
import type { Served, Source } from './served.ts'

/** `whole`: nothing is missing. Otherwise the piece is not here yet, and the head answers with what it has. */
export type Part = Source & { whole: boolean }

export type PieceSource = (
  served: Served,
  asked: { q: string; scope: string },
  waitUntil: WaitUntil,
) => Part | Promise<Part>

/** Eight pieces of the size that the builder aims at; the head comes on top. */
const MAX_BYTES = 32_000_000

export function createPieceSource(deps: {
  artifacts: ArtifactStore
  now: () => number
  onMissing: (cause: string) => void
}): PieceSource {
  const store = createPartStore({ ...deps, open: opened, maxBytes: MAX_BYTES })
  return ({ index, delta, pieces }, { q, scope }, waitUntil) => {
    const chosen = pieceFor(pieces, q, scope)
    if (chosen.answers === 'head') return { index, delta, whole: true }
    const partOf = (piece: SuggestIndex | undefined): Part => ({
      index: piece ?? index,
      delta,
      whole: piece !== undefined,
    })
    const piece = store.get(chosen.piece.part, waitUntil)
    return piece instanceof Promise ? piece.then(partOf) : partOf(piece)
  }
}

function opened(bytes: ArrayBuffer) {
  const outcome = openSuggestIndex(bytes)
  return outcome.outcome === 'opened' ? { outcome: outcome.outcome, value: outcome.index } : outcome
}

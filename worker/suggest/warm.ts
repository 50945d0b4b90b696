/**
 * Answers the likeliest first keystrokes before anybody types them: the first one and two characters of the most popular
 * completions, whatever their script. In slices, so that requests come in between.
 */
import { pieceFor } from '#core/suggest/pieces'
import { normalise } from '#core/text/normalise'
import { lookupServed, type Served } from './served.ts'

/** About 130 beginnings of a large index, 40 to 130 µs each when nobody asked before: some 10 ms in all. */
const POPULAR = 256
const SLICE = 16

export async function warm(
  served: Served,
  deps: {
    answer: (q: string) => void
    /** Lets others run. */
    pause: () => Promise<void>
    /** Answers from what was replaced meanwhile would be forgotten at once. */
    isCurrent: () => boolean
  },
): Promise<void> {
  const beginnings = likelyBeginnings(served)
  for (let at = 0; at < beginnings.length && deps.isCurrent(); at += SLICE) {
    for (const q of beginnings.slice(at, at + SLICE)) deps.answer(q)
    await deps.pause()
  }
}

/** Most popular first, each once. */
function likelyBeginnings(served: Served): string[] {
  const popular = lookupServed(served, '', { limit: POPULAR }).map(({ text }) => Array.from(normalise(text)))
  const beginnings = new Set(popular.flatMap(([first = '', second = '']) => [first, first + second]))
  // A piece is fetched when it is needed, not before.
  return [...beginnings].filter((q) => pieceFor(served.pieces, q, '').answers === 'head')
}

/**
 * The quality of answers to typed beginnings: the share of the ten heaviest texts that truly begin so, found by going
 * through all of them, that is among the first ten answers. At the tenth's weight any of its equals is right.
 */
import type { Completion } from '#core/suggest/completion'
import { normalise } from '#core/text/normalise'
import { tokenise } from '#core/text/tokenise'

const TOP = 10

/** @returns the share of one answer; undefined when nothing begins so */
export function shareOfBest(
  set: readonly Completion[],
): (typed: string, answer: readonly string[]) => number | undefined {
  const weights = new Map<string, number>()
  for (const { text, weight } of set) weights.set(wordsOf(text), Math.max(weight, weights.get(wordsOf(text)) ?? 0))
  const heaviest = [...weights].sort((a, b) => b[1] - a[1])
  return (typed, answer) => {
    const beginning = wordsOf(typed)
    const best: number[] = []
    for (const [text, weight] of heaviest) {
      if (best.length === TOP) break
      if (text.startsWith(beginning)) best.push(weight)
    }
    const least = best.at(-1)
    if (least === undefined) return undefined
    const right = new Set(answer.slice(0, TOP).map(wordsOf))
    for (const text of right) if (!text.startsWith(beginning) || (weights.get(text) ?? -1) < least) right.delete(text)
    return right.size / best.length
  }
}

const wordsOf = (text: string): string =>
  tokenise(normalise(text))
    .map((word) => word.text)
    .join(' ')

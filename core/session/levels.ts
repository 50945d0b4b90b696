/** The level that a visitor usually chooses, per number of an item: what they cost, when they came out. */
import type { Level } from '#core/session/state'

const MAX_LEVELS = 16

export function addLevels(levels: readonly Level[], numbers: Readonly<Record<string, number>>): readonly Level[] {
  const next = [...levels]
  for (const [field, value] of Object.entries(numbers)) {
    if (!Number.isFinite(value)) continue
    const at = next.findIndex((level) => level.field === field)
    const known = next[at] ?? { field, count: 0, sum: 0, squares: 0 }
    const more = { field, count: known.count + 1, sum: known.sum + value, squares: known.squares + value * value }
    if (at === -1) next.push(more)
    else next[at] = more
  }
  if (next.length <= MAX_LEVELS) return next
  return next.sort((a, b) => rank(b) - rank(a) || (a.field < b.field ? -1 : 1)).slice(0, MAX_LEVELS)
}

/** The price stays, however many numbers a catalogue has: it says more of a visitor than any other. */
const rank = ({ field, count }: Level): number => (field === 'price' ? Number.POSITIVE_INFINITY : count)

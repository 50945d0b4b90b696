/** Shown and not touched since. Times, not counts: a touch that arrives late still takes back what was shown before it. */
import type { PassedOver, Touch } from '#core/session/state'

const MAX_ITEMS = 100
/** More often than this says no more. */
const MAX_TIMES = 3

export function addShown(
  known: readonly PassedOver[],
  items: readonly string[],
  { at, recent }: { at: number; recent: readonly Touch[] },
): readonly PassedOver[] {
  const shown = new Set(items)
  for (const touch of recent) if (touch.at >= at) shown.delete(touch.id)
  const again = known.map((entry) =>
    shown.delete(entry.id)
      ? { id: entry.id, times: [...entry.times, at].sort((a, b) => b - a).slice(0, MAX_TIMES) }
      : entry,
  )
  const fresh = [...shown].map((id) => ({ id, times: [at] }))
  return newestFirst([...fresh, ...again])
}

export function takeTouched(known: readonly PassedOver[], id: string, at: number): readonly PassedOver[] {
  const entry = known.find((each) => each.id === id)
  if (entry === undefined) return known
  const times = entry.times.filter((time) => time > at)
  const rest = known.filter((each) => each !== entry)
  return times.length === 0 ? rest : newestFirst([{ id, times }, ...rest])
}

const newestFirst = (entries: PassedOver[]): PassedOver[] =>
  entries
    .sort((a, b) => (b.times[0] ?? 0) - (a.times[0] ?? 0) || (a.id < b.id ? -1 : Number(a.id > b.id)))
    .slice(0, MAX_ITEMS)

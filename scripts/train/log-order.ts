/**
 * A log's lines in the order of their happening. Clocks tick in seconds, or days: within one instant the file's order
 * stands, because what was opened before a list must stay before it, except that what is declared comes first and what
 * names a list never comes before the list. Clocks differ too: what names a list and is dated before it happened with it.
 */
import type { LogEvent } from '#core/rank/features/log-event'

/** `declares` an item or user, `shows` a list, or `answers` one; both name the list. */
export type LogLine = { at: number; text: string; declares: boolean; shows?: string; answers?: string }

export function lineOf(event: LogEvent, text: string): LogLine {
  const { at, kind } = event
  switch (kind) {
    case 'item':
    case 'user':
      return { at, text, declares: true }
    case 'ranking':
      return { at, text, declares: false, shows: event.id }
    case 'interaction':
      return { at, text, declares: false, ...(event.ranking !== undefined && { answers: event.ranking }) }
    default:
      return kind satisfies never
  }
}

export function inOrder(lines: readonly LogLine[]): LogLine[] {
  const sorted = notBeforeTheirLists(lines).sort((a, b) => a.at - b.at)
  for (let from = 0, end = 1; from < sorted.length; from = end, end += 1) {
    while (sorted[end]?.at === sorted[from]?.at && end < sorted.length) end += 1
    if (end - from > 1) withinInstant(sorted.slice(from, end)).forEach((line, place) => (sorted[from + place] = line))
  }
  return sorted
}

/** A list whose id comes again has its first time: what answered it then stays there. */
function notBeforeTheirLists(lines: readonly LogLine[]): LogLine[] {
  const shownAt = new Map<string, number>()
  for (const { shows, at } of lines) {
    if (shows !== undefined) shownAt.set(shows, Math.min(at, shownAt.get(shows) ?? at))
  }
  return lines.map((line) => {
    const shown = line.answers === undefined ? undefined : shownAt.get(line.answers)
    return shown === undefined || shown <= line.at ? line : { ...line, at: shown }
  })
}

function withinInstant(lines: readonly LogLine[]): LogLine[] {
  const shownAt = new Map(
    lines.flatMap(({ shows }, place): [string, number][] => (shows === undefined ? [] : [[shows, place]])),
  )
  const placeOf = (line: LogLine, place: number) => {
    if (line.declares) return -1
    const shown = line.answers === undefined ? undefined : shownAt.get(line.answers)
    return shown !== undefined && shown > place ? shown + 0.5 : place
  }
  const placed = lines.map((line, place) => ({ line, place: placeOf(line, place) }))
  return placed.sort((a, b) => a.place - b.place).map(({ line }) => line)
}

/** A time-ordered log of what was searched, in either of two forms, and a steady version of it. */
import { epochMs, type EpochMs } from '#core/contract/time'
import { normalise } from '#core/text/normalise'
import { readLines } from './read-lines.ts'

/** `user` is '' when unknown. `count` is 1 for a search; for hourly heat, the heat in units of its mean. */
export type LogEvent = { time: EpochMs; user: string; query: string; count: number }

/** `hourly` events are not single searches: an hour's largest are what is predicted for it. */
export type QueryLog = { hourly: boolean; events: LogEvent[] }

const HOUR_FORM = /^\d{4}-\d\d-\d\dT\d\d$/

export function readQueryLog(path: string): QueryLog {
  const rows = readLines(path).map((line) => line.split('\t'))
  if (rows[0]?.[0] === 'hour' || rows[0]?.[0] === 'time') rows.shift()
  const hourly = HOUR_FORM.test(rows[0]?.[0] ?? '')
  const events = rows.flatMap(([time = '', second = '', third = '']): LogEvent[] => {
    const query = normalise(hourly ? second : third)
    if (query === '') return []
    return [{ time: timeOf(time), user: hourly ? '' : second, query, count: hourly ? Number(third) : 1 }]
  })
  if (events.some((event, at) => at > 0 && event.time < (events[at - 1]?.time ?? 0))) {
    throw new Error(`${path} is not in the order of time.`)
  }
  const mean = events.reduce((sum, { count }) => sum + count, 0) / events.length
  return { hourly, events: hourly ? events.map((event) => ({ ...event, count: event.count / mean })) : events }
}

/** Epoch milliseconds, epoch seconds, an hour or any ISO time. */
function timeOf(text: string): EpochMs {
  if (/^\d+$/.test(text)) return epochMs(Number(text) * (text.length < 12 ? 1_000 : 1))
  const time = Date.parse(HOUR_FORM.test(text) ? `${text}:00Z` : text)
  if (Number.isNaN(time)) throw new Error(`"${text}" is not a time.`)
  return epochMs(time)
}

/** The same times and amounts, each with the query of an event drawn from the whole log: nothing ever trends. */
export function steadied(log: QueryLog, random: () => number): QueryLog {
  const { events } = log
  const drawn = events.map((event) => {
    const source = events[Math.floor(random() * events.length)] ?? event
    return { ...event, query: source.query, count: source.count }
  })
  return { hourly: log.hourly, events: drawn }
}

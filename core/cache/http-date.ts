/**
 * HTTP-date (RFC 9110 section 5.6.7) to a point in time: the preferred format and the two obsolete ones. Anything else
 * is no date: a cache that guesses at dates serves stale. The calendar is computed here because core has no `Date`.
 */
import { epochMs, type EpochMs } from '#core/contract/time'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const CLOCK = '(\\d\\d):(\\d\\d):(\\d\\d)'
/** Sun, 06 Nov 1994 08:49:37 GMT */
const PREFERRED = new RegExp(`^[a-z]{3}, (\\d\\d) ([a-z]{3}) (\\d{4}) ${CLOCK} gmt$`)
/** Sunday, 06-Nov-94 08:49:37 GMT */
const RFC_850 = new RegExp(`^[a-z]{6,9}, (\\d\\d)-([a-z]{3})-(\\d\\d) ${CLOCK} gmt$`)
/** Sun Nov  6 08:49:37 1994 */
const ASCTIME = new RegExp(`^[a-z]{3} ([a-z]{3}) ([ \\d]\\d) ${CLOCK} (\\d{4})$`)

type Parts = { year: number; month: string; day: string; clock: string[] }

/** @param now places the two-digit years of RFC 850: one more than 50 years ahead is in the past. */
export function parseHttpDate(field: string | null | undefined, now: number): EpochMs | undefined {
  if (field === null || field === undefined || field.length > 40) return undefined
  const parts = partsOf(field.toLowerCase(), now)
  if (parts === undefined) return undefined
  const month = MONTHS.indexOf(parts.month)
  const [hour = 0, minute = 0, second = 0] = parts.clock.map(Number)
  const day = Number(parts.day)
  if (month === -1 || hour > 23 || minute > 59 || second > 60) return undefined
  const days = daysFromCivil(parts.year, month + 1, day)
  // A day that the month does not have would be one of its neighbours'.
  const [first, next] = [daysFromCivil(parts.year, month + 1, 1), firstOfNextMonth(parts.year, month + 1)]
  if (days < first || days >= next) return undefined
  return epochMs((days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000)
}

function partsOf(field: string, now: number): Parts | undefined {
  const preferred = PREFERRED.exec(field)
  if (preferred) {
    const [, day = '', month = '', year = '', ...clock] = preferred
    return { day, month, year: Number(year), clock }
  }
  const obsolete = RFC_850.exec(field)
  if (obsolete) {
    const [, day = '', month = '', year = '', ...clock] = obsolete
    return { day, month, year: fullYear(Number(year), now), clock }
  }
  const asctime = ASCTIME.exec(field)
  if (!asctime) return undefined
  const [, month = '', day = '', hour = '', minute = '', second = '', year = ''] = asctime
  return { day, month, year: Number(year), clock: [hour, minute, second] }
}

function fullYear(twoDigits: number, now: number): number {
  const current = 1970 + Math.floor(now / 31_556_952_000)
  const year = current - (current % 100) + twoDigits
  return year > current + 50 ? year - 100 : year
}

const firstOfNextMonth = (year: number, month: number): number =>
  month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)

/** Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

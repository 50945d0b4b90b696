/**
 * Dates as catalogues write them: ISO 8601, the same with slashes (2024/03/14), and RFC 1123 (Thu, 14 Mar 2024 09:30:00
 * GMT). What two countries read differently, as 03/04/2024, is none.
 */
const ISO = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]([\d:.]+ ?(?:Z|[+-]\d{2}:?\d{2})?))?$/
const RFC = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})(?: ([\d:]+) (?:GMT|UTC|([+-]\d{4})))?$/
const TIME = /^(\d+):(\d+)(?::([\d.]+))? ?(?:Z|([+-])(\d{2}):?(\d{2}))?$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Epoch milliseconds, in UTC where no zone is named; NaN when it is no date. */
export function epochMsOf(text: string): number {
  const iso = ISO.exec(text)
  if (iso !== null) {
    const [, year, month, day, time = ''] = iso
    return daysSince1970(Number(year), Number(month), Number(day)) * 86_400_000 + timeOfDayMs(time)
  }
  const [, day, name = '', year, time = '', zone = ''] = RFC.exec(text) ?? []
  const month = MONTHS.indexOf(name) + 1
  if (month === 0) return Number.NaN
  return daysSince1970(Number(year), month, Number(day)) * 86_400_000 + timeOfDayMs(time + zone)
}

/** By the proleptic Gregorian calendar (Hinnant's days_from_civil). */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function timeOfDayMs(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0', sign, zoneHours = '0', zoneMinutes = '0'] = TIME.exec(text) ?? []
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  return ((Number(hours) * 60 + Number(minutes) - zone) * 60 + Number(seconds)) * 1_000
}

/**
 * Dates as catalogues write them, to ISO `YYYY-MM-DD`.
 *
 * Read: `1998-06-12` (also with a time), `Jun 12 1998`, `June 12, 1998`, `12-Jun-98`, `12 June 1998`, `6/12/1998` in the
 * order the catalogue names, and a year alone (its first of January). Two-digit years mean the latest century that is
 * not after `latest`; a four-digit year after `latest` lost its century (spreadsheets write 1939 as 2039) and moves
 * back one.
 */
export type DateRules = { order: 'mdy' | 'dmy'; latest: string | null }

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Two-digit years without `latest`: the window that POSIX and Excel use ends within a few years of this one. */
const DEFAULT_WINDOW_END = 2_029

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/
const MONTH_FIRST = /^([a-z]{3,9})\.?[ -](\d{1,2}),?[ -](\d{4}|\d{2})$/i
const DAY_FIRST = /^(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})$/i
const NUMERIC = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$/
const YEAR = /^(\d{4})$/

type Parts = { year: string; month: number; day: number }

/** The ISO date that `text` means, or null when it means none. */
export function parseDate(text: string, rules: DateRules): string | null {
  const parts = partsOf(text.trim(), rules)
  if (parts === null) return null
  const date = toIso(fullYear(parts.year, rules), parts)
  if (date === null || rules.latest === null || date <= rules.latest) return date
  return toIso(Number(date.slice(0, 4)) - 100, parts)
}

function partsOf(text: string, rules: DateRules): Parts | null {
  const iso = ISO.exec(text)
  if (iso) return { year: iso[1] ?? '', month: Number(iso[2]), day: Number(iso[3]) }
  const monthFirst = MONTH_FIRST.exec(text)
  if (monthFirst) return { year: monthFirst[3] ?? '', month: monthOf(monthFirst[1]), day: Number(monthFirst[2]) }
  const dayFirst = DAY_FIRST.exec(text)
  if (dayFirst) return { year: dayFirst[3] ?? '', month: monthOf(dayFirst[2]), day: Number(dayFirst[1]) }
  const numeric = NUMERIC.exec(text)
  if (numeric) {
    const [first, second] = [Number(numeric[1]), Number(numeric[2])]
    const [month, day] = rules.order === 'mdy' ? [first, second] : [second, first]
    return { year: numeric[3] ?? '', month, day }
  }
  const year = YEAR.exec(text)
  return year ? { year: year[1] ?? '', month: 1, day: 1 } : null
}

/** 1 to 12, or 0 for a word that is no month. */
const monthOf = (word = ''): number => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1

function fullYear(year: string, rules: DateRules): number {
  if (year.length === 4) return Number(year)
  const end = rules.latest === null ? DEFAULT_WINDOW_END : Number(rules.latest.slice(0, 4))
  const candidate = end - (end % 100) + Number(year)
  return candidate <= end ? candidate : candidate - 100
}

/** Null for a day that the calendar lacks, such as 31 June. */
function toIso(year: number, { month, day }: Parts): string | null {
  const time = new Date(Date.UTC(2000, month - 1, day))
  time.setUTCFullYear(year, month - 1, day)
  if (month < 1 || month > 12 || time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return null
  return time.toISOString().slice(0, 10)
}

/** Moments in one spelling, to the second in UTC: such texts are ordered as the moments are. */
import * as v from 'valibot'

const FORM = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}Z$/

/** The form alone; 31 February has it. */
export const utcSecond = v.pipe(v.string(), v.regex(FORM, 'expected a time in UTC such as 2026-11-27T00:00:00Z'))

export const existingSecond = v.pipe(
  utcSecond,
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? missingDay(dataset.value) : undefined
    if (message !== undefined) addIssue({ message })
  }),
)

/** What is wrong with a moment of this form whose day no calendar has. */
export function missingDay(moment: string): string | undefined {
  const last = daysIn(Number(moment.slice(0, 4)), Number(moment.slice(5, 7)))
  if (Number(moment.slice(8, 10)) <= last) return undefined
  return `${moment.slice(0, 10)} does not exist; the last day of that month is ${moment.slice(0, 7)}-${last}`
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return leap ? 29 : 28
}

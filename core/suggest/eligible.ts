/** Which queries of the log may be suggested to others. Safe by default: private text and abuse never reach a list. */
import { normalise } from '../text/normalise.ts'
import { tokenise } from '../text/tokenise.ts'

/** A query of the log: how many distinct visitors asked it, and whether it retrieved anything. */
export type LoggedQuery = { text: string; visitors: number; retrieves: boolean }

export type QueryRules = {
  /** Fewer distinct visitors than this could identify one of them. */
  minVisitors: number
  /** Words or phrases, normalised, that no suggestion may contain. */
  deny: ReadonlySet<string>
  /** Whole queries, normalised, that are suggested whoever asked them; denied ones stay denied. */
  allow: ReadonlySet<string>
}

export const DEFAULT_RULES: QueryRules = { minVisitors: 3, deny: new Set(), allow: new Set() }

export type Eligibility =
  | { verdict: 'eligible' }
  | { verdict: 'refused'; reason: 'empty' | 'denied' | 'e-mail' | 'digits' | 'retrieves-nothing' | 'too-few-visitors' }

const EMAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/u
/** More than seven digits, however they are grouped: telephone, card and account numbers. */
const DIGITS = /(?:\p{Nd}[\s().+/-]*){8}/u

export function eligible(query: LoggedQuery, rules: QueryRules = DEFAULT_RULES): Eligibility {
  const text = normalise(query.text)
  if (text === '') return refused('empty')
  if (isDenied(text, rules.deny)) return refused('denied')
  if (EMAIL.test(text)) return refused('e-mail')
  if (DIGITS.test(text)) return refused('digits')
  if (!query.retrieves) return refused('retrieves-nothing')
  if (rules.allow.has(text) || query.visitors >= rules.minVisitors) return { verdict: 'eligible' }
  return refused('too-few-visitors')
}

const refused = (reason: Extract<Eligibility, { verdict: 'refused' }>['reason']): Eligibility => ({
  verdict: 'refused',
  reason,
})

/** Whole words only ("ass" does not deny "class"), anywhere in scripts without spaces. */
function isDenied(text: string, deny: ReadonlySet<string>): boolean {
  if (deny.size === 0) return false
  const words = tokenise(text)
  const spaced = ` ${words.map((word) => word.text).join(' ')} `
  for (const denied of deny) {
    if (spaced.includes(` ${denied} `)) return true
    if (words.some((word) => !word.spaced && word.text.includes(denied))) return true
  }
  return false
}

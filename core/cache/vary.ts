/**
 * Vary (RFC 9111 section 4.1): which stored response a request may use. The values of the nominated fields are
 * normalised in ways that cannot change their meaning, so that equal requests select the same response.
 */
import { splitList } from './cache-control.ts'
import { headerOf, type StoredEntry } from './entry.ts'
import type { Fields } from './fields.ts'

const LANGUAGE = 'accept-language'
/** Absent matches absent only: this cannot occur in a field value. */
const ABSENT = '\0'

/** Names in lower case, sorted; `'*'`: no later request ever matches. */
export function varyNames(fields: Fields): readonly string[] | '*' {
  const members = splitList(fields.get('vary') ?? '').map((name) => name.toLowerCase())
  if (members.includes('*')) return '*'
  return [...new Set(members)].sort()
}

/** The selecting values of a request, a line for each name: equal strings select the same response. */
export function selectingKey(names: readonly string[], request: Fields): string {
  return names.map((name) => `${name}:${normalisedField(name, request.get(name)) ?? ABSENT}`).join('\n')
}

/**
 * Which stored response may also be used because it is in the language that a request likes best: any, or only one that
 * was made for no language. What one visitor's list of languages selected can show that list to the next.
 */
export type LanguageMatch = 'any-language' | 'neutral-language'

/** Whether the stored response is one for this request. */
export function selects(entry: StoredEntry, request: Fields, match: LanguageMatch): boolean {
  if (entry.vary.length === 0) return true
  const wanted = selectingKey(entry.vary, request)
  if (wanted === entry.selecting) return true
  const stored = entry.selecting.split('\n')
  return wanted.split('\n').every((line, index) => {
    if (line === stored[index]) return true
    if (!line.startsWith(`${LANGUAGE}:`)) return false
    return (match === 'any-language' || stored[index] === `${LANGUAGE}:${ABSENT}`) && isBestLanguage(entry, request)
  })
}

/** The origin could offer nothing better: what is stored is in the one language that the request likes best. */
function isBestLanguage(entry: StoredEntry, request: Fields): boolean {
  const ranked = splitList((request.get(LANGUAGE) ?? '').toLowerCase())
    .map((range) => ({
      tag: range.replace(/[ \t]*;.*$/, ''),
      quality: Number(/;[ \t]*q=([\d.]+)/.exec(range)?.[1] ?? 1),
    }))
    .sort((a, b) => b.quality - a.quality)
  const [best, next] = ranked
  if (best === undefined || best.quality === 0 || best.quality === next?.quality) return false
  return headerOf(entry, 'content-language')?.toLowerCase() === best.tag
}

/** One spelling for all that mean the same; `undefined`: what means the same as no such field. */
export function normalisedField(name: string, value: string | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined
  const members = splitList(value)
  if (name === 'accept' && members.length === 1 && members[0] === '*/*') return undefined
  if (name !== LANGUAGE) return members.map((member) => member.replace(/[ \t]+/g, ' ')).join(', ')
  // Case, spaces and order carry no meaning in Accept-Language: preference is in the q values.
  return members
    .map((member) => member.toLowerCase().replace(/[ \t]/g, ''))
    .sort()
    .join(',')
}

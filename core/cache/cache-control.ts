/**
 * Cache-Control as RFC 9111 section 5.2 reads it: a comma list of `token [= token | quoted-string]`, read leniently
 * (anything that is not a directive is skipped) and in one linear pass, since the text comes from strangers.
 */

/** Directive name in lower case -> its argument, or `true` when it has none. The first occurrence of a name wins. */
export type Directives = ReadonlyMap<string, string | true>

/** RFC 9111 section 1.2.2: a larger delta-seconds is read as this one. */
const MAX_DELTA_SECONDS = 2 ** 31

const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/
const NONE: Directives = new Map()

export function parseCacheControl(field: string | null | undefined): Directives {
  if (field === null || field === undefined || field === '') return NONE
  const directives = new Map<string, string | true>()
  for (const member of splitList(field)) {
    const equals = member.indexOf('=')
    const name = (equals === -1 ? member : member.slice(0, equals)).toLowerCase()
    if (!NAME.test(name) || directives.has(name)) continue
    directives.set(name, equals === -1 ? true : unquote(member.slice(equals + 1)))
  }
  return directives
}

/**
 * Seconds of a delta-seconds directive. `undefined`: absent. A present argument that is not a whole number is 0:
 * RFC 9111 section 4.2.1 encourages treating invalid freshness as stale.
 */
export function deltaSeconds(directives: Directives, name: string): number | undefined {
  const argument = directives.get(name)
  if (argument === undefined) return undefined
  if (argument === true || !/^\d+$/.test(argument)) return 0
  return Math.min(Number(argument), MAX_DELTA_SECONDS)
}

/** Members of a comma list, trimmed; a comma inside a quoted string does not split. */
export function splitList(field: string): string[] {
  const members: string[] = []
  let start = 0
  let quoted = false
  for (let i = 0; i <= field.length; i++) {
    const char = field[i]
    if (quoted && char === '\\') i++
    else if (char === '"') quoted = !quoted
    else if (i >= field.length || (char === ',' && !quoted)) {
      const member = field.slice(start, i).trim()
      if (member !== '') members.push(member)
      start = i + 1
    }
  }
  return members
}

function unquote(argument: string): string {
  if (argument.length < 2 || !argument.startsWith('"') || !argument.endsWith('"')) return argument
  return argument.slice(1, -1).replace(/\\(.)/g, '$1')
}

// @ts-check
/**
 * Two response headers in plain words: Cache-Status (RFC 9211) and Server-Timing (W3C). Both are lists whose members
 * have `;name=value` parameters. Unknown parts are left out of the words; the strip shows the raw text beside them.
 */

/** @typedef {{ name: string, params: Map<string, string> }} Member */

/** @param {string} header @returns {Member[]} */
export function parseList(header) {
  return splitOutsideQuotes(header, ',').map((member) => {
    const [name = '', ...params] = splitOutsideQuotes(member, ';')
    return { name: unquote(name), params: new Map(params.map(pair)) }
  })
}

/** @param {string | null} header @returns {string} `fresh copy from nearfield-memory, good for 23 s` */
export function cacheWords(header) {
  if (header === null || header === '') return 'cache state not given'
  const members = parseList(header)
  const hit = members.find(({ params }) => params.has('hit'))
  if (hit === undefined) return missWords(members.at(-1))
  const ttl = Number(hit.params.get('ttl'))
  if (Number.isNaN(ttl)) return `copy from ${hit.name}`
  return ttl < 0 ? `copy from ${hit.name}, ${-ttl} s past fresh` : `fresh copy from ${hit.name}, good for ${ttl} s`
}

/** @type {Record<string, string>} the fwd reasons of RFC 9211, section 2.2 */
const REASONS = {
  bypass: 'not cached, by design',
  method: 'not cached: it changes something',
  'uri-miss': 'not in the cache yet',
  'vary-miss': 'not in the cache in this form',
  miss: 'not in the cache',
  request: 'the request asked for a new answer',
  stale: 'the copy was too old',
  partial: 'the copy was incomplete',
}

/** @param {Member | undefined} member */
function missWords(member) {
  const reason = member?.params.get('fwd') ?? 'miss'
  const joined = member?.params.has('collapsed') ? ', joined a call under way' : ''
  return `${REASONS[reason] ?? reason}${joined}`
}

/** @param {string | null} header @returns {{ name: string, ms: number, detail: string }[]} parts with a duration */
export function timings(header) {
  return parseList(header ?? '')
    .filter(({ params }) => params.has('dur'))
    .map(({ name, params }) => ({ name, ms: Number(params.get('dur')), detail: params.get('desc') ?? '' }))
}

/** @param {string} text @returns {[string, string]} */
function pair(text) {
  const equals = text.indexOf('=')
  return equals < 0 ? [text, ''] : [text.slice(0, equals).trim(), unquote(text.slice(equals + 1))]
}

/** @param {string} text */
const unquote = (text) =>
  text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/\\(["\\])/g, '$1')

/** @param {string} text @param {string} separator @returns {string[]} the non-empty parts, trimmed */
function splitOutsideQuotes(text, separator) {
  const parts = ['']
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (quoted && c === '\\') {
      parts[parts.length - 1] += c + text.charAt(++i)
      continue
    }
    if (c === '"') quoted = !quoted
    if (c === separator && !quoted) parts.push('')
    else parts[parts.length - 1] += c
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

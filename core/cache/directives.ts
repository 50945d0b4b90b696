/**
 * Which directives govern a response at a CDN (RFC 9213 section 2.2): the first target of the list whose field is a
 * valid, non-empty Structured Fields Dictionary stands alone, and Cache-Control and Expires are then not looked at.
 */
import { parseCacheControl, type Directives } from './cache-control.ts'
import type { Fields } from './fields.ts'
import { dictionaryOf } from './structured-fields.ts'

const TARGETS = ['cloudflare-cdn-cache-control', 'cdn-cache-control']
/** Directives whose argument must be an Integer; with another type the member is as good as absent. */
const INTEGERS = new Set(['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error'])

export type Governing = { readonly directives: Directives; readonly targeted: boolean }

export function governingDirectives(fields: Fields): Governing {
  for (const target of TARGETS) {
    const field = fields.get(target)
    if (field === null || field === undefined) continue
    const directives = parseTargeted(field)
    if (directives.size > 0) return { directives, targeted: true }
  }
  return { directives: parseCacheControl(fields.get('cache-control')), targeted: false }
}

/** Empty when the field is not a Dictionary: it is then ignored as a whole. */
function parseTargeted(field: string): Directives {
  const directives = new Map<string, string | true>()
  for (const [name, value] of dictionaryOf(field)) {
    if (value === true) directives.set(name, true)
    else if (INTEGERS.has(name)) {
      if (typeof value === 'number' && Number.isInteger(value)) directives.set(name, String(value))
    } else directives.set(name, String(value))
  }
  return directives
}

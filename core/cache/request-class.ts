/** What kind of request this is to a cache, before anything stored is looked at. */
import type { Fields } from './fields.ts'

export type RequestClass =
  /** Answered from the cache where possible, and stored. */
  | { kind: 'cacheable' }
  /** Passed on, neither answered from the cache nor stored. */
  | { kind: 'forward'; fwd: 'bypass' | 'method' | 'request' | 'partial'; rule: string }
  /** Passed on; its success makes what is stored for its target obsolete (RFC 9111 section 4.4). */
  | { kind: 'unsafe' }

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'])

export function classifyRequest(method: string, fields: Fields): RequestClass {
  if (!SAFE.has(method)) return { kind: 'unsafe' }
  if (method !== 'GET' && method !== 'HEAD') {
    return { kind: 'forward', fwd: 'method', rule: 'RFC 9111 2: only GET responses are stored' }
  }
  // A request that insists on a state of the origin's cannot be answered from a copy of it.
  if (fields.get('if-match') ?? fields.get('if-unmodified-since')) {
    return { kind: 'forward', fwd: 'request', rule: 'RFC 9110 13.1: precondition on the origin' }
  }
  return { kind: 'cacheable' }
}

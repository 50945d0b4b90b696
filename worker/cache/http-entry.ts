/** From a response of the origin to what is stored of it. */
import type { StoredEntry } from '#core/cache/entry'
import { deadlinesOf, jittered } from '#core/cache/freshness'
import { negativeLifetime } from '#core/cache/negative-lifetime'
import { storability, type ResponseFacts, type Storability } from '#core/cache/response-lifetime'
import { freshenedFields, storedFields } from '#core/cache/stored-fields'
import { tagsOf } from '#core/cache/tags'
import { selectingKey } from '#core/cache/vary'
import { epochMs } from '#core/contract/time'
import type { HttpDeps, HttpJob } from './http-job.ts'
import { seenFields, varyOf, type Passed } from './upstream-selection.ts'
import type { Upstream } from './upstream.ts'

/** What was known when the load began. */
export type Begun = { requestedAt: number; sequence: number; family: string; passed: Passed }

export type MadeEntry =
  | { outcome: 'entry'; entry: StoredEntry; body: 'of-response' | 'of-older' }
  | { outcome: 'refuse'; rule: string }

/** Codings that the platform has taken off by the time the body is read. */
const DECODED = /^(?:gzip|br|deflate)$/i

export function entryFrom(
  from: HttpDeps & { job: HttpJob; response: Response; older: StoredEntry | undefined; begun: Begun },
): MadeEntry {
  const { response, begun, job } = from
  const older = response.status === 304 ? from.older : undefined
  const receivedAt = from.now()
  const received = dated(receivedFields(response), receivedAt)
  const headers = older === undefined ? received : freshenedFields(older.headers, received)
  const fields = new Headers(headers)
  const status = older?.status ?? response.status
  const { requestedAt, family, sequence, passed } = begun
  const authorized = from.upstream.visitors === 'origin-decides' && job.request.headers.has('authorization')
  const stored = lifetimeOf(from.upstream, { status, fields, authorized, requestedAt, receivedAt })
  if (stored.outcome === 'refuse') return stored
  if (fields.has('set-cookie') && from.upstream.visitors !== 'origin-decides') {
    return { outcome: 'refuse', rule: 'Set-Cookie is one visitor’s' }
  }
  const vary = varyOf(fields, passed)
  if (vary === '*') return { outcome: 'refuse', rule: 'RFC 9111 4.1: Vary: *' }
  const tags = tagsOf(fields, from.upstream.site)
  if (tags === undefined) return { outcome: 'refuse', rule: 'more tags than are kept' }
  const entry: StoredEntry = {
    status,
    headers,
    body: older?.body ?? new Uint8Array(),
    requestedAt: epochMs(requestedAt),
    receivedAt: epochMs(receivedAt),
    ageOnArrival: Math.floor(stored.lifetime.ageSeconds),
    deadlines: deadlinesOf(epochMs(receivedAt), jittered(stored.lifetime, from.random)),
    loadMs: receivedAt - requestedAt,
    tags,
    vary,
    selecting: selectingKey(vary, seenFields(job.request.headers, passed)),
    family,
    sequence,
  }
  return { outcome: 'entry', entry, body: older === undefined ? 'of-response' : 'of-older' }
}

/** What RFC 9111 allows, and a 404 that says nothing for a moment: where nobody asked for the letter of it. */
function lifetimeOf({ visitors }: Upstream, facts: ResponseFacts): Storability {
  const stored = storability(facts)
  if (stored.outcome === 'store' || facts.status !== 404 || visitors === 'origin-decides') return stored
  const lifetime = negativeLifetime(facts)
  return lifetime === undefined ? stored : { outcome: 'store', lifetime, rule: 'RFC 9110 15.1: 404, briefly' }
}

/** RFC 9110 section 6.6.1: a response without Date is from when it arrived. Also a 304, which makes its entry new. */
function dated(fields: [string, string][], receivedAt: number): [string, string][] {
  if (fields.some(([name]) => name === 'date')) return fields
  return [...fields, ['date', new Date(receivedAt).toUTCString()]]
}

function receivedFields(response: Response): [string, string][] {
  const fields = storedFields(response.headers)
  if (!DECODED.test(response.headers.get('content-encoding') ?? '')) return fields
  return fields.filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
}

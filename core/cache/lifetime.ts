import { deltaSeconds, parseCacheControl, type Directives } from './cache-control.ts'
import type { Lifetime } from './freshness.ts'

/** Any set of header fields: a platform `Headers`, or a Map in a test. */
export type Fields = { get(name: string): string | null | undefined }

/** A 404 keeps a vanished thing from costing a call each time, and is short so that the thing can appear. */
const NEGATIVE_SECONDS = 10
const NEGATIVE_MAX_SECONDS = 60
/** A response with a validator is kept this long past its windows, to be revalidated instead of fetched again. */
const VALIDATOR_SECONDS = 3_600

/** How long one of the API's own shared parts may be kept; `undefined`: not at all. */
export function sharedPartLifetime(status: number, fields: Fields): Lifetime | undefined {
  const directives = parseCacheControl(fields.get('cache-control'))
  if (directives.has('no-store') || directives.has('private') || directives.has('no-cache')) return undefined
  if (status === 404) return negative(directives)
  if (status !== 200) return undefined
  const freshSeconds = deltaSeconds(directives, 's-maxage') ?? deltaSeconds(directives, 'max-age')
  if (freshSeconds === undefined) return undefined
  return {
    freshSeconds,
    revalidateSeconds: deltaSeconds(directives, 'stale-while-revalidate') ?? 0,
    errorSeconds: deltaSeconds(directives, 'stale-if-error') ?? 0,
    ageSeconds: 0,
    validatorSeconds: fields.get('etag') ? VALIDATOR_SECONDS : 0,
  }
}

function negative(directives: Directives): Lifetime {
  const said = deltaSeconds(directives, 's-maxage') ?? deltaSeconds(directives, 'max-age') ?? NEGATIVE_SECONDS
  const freshSeconds = Math.min(said, NEGATIVE_MAX_SECONDS)
  return { freshSeconds, revalidateSeconds: 0, errorSeconds: 0, ageSeconds: 0, validatorSeconds: 0 }
}

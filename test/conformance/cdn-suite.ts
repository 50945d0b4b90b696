/**
 * CDN-Cache-Control (RFC 9213) in the suite's own vocabulary, for versions of the package that do not test it yet. A
 * third element `false` keeps the suite from expecting the field in the answer.
 */
import type { Suite, SuiteTest } from './suite-format.ts'

export type Line = [name: string, value: string | number, expected?: false]

/** One test: a response with these fields, then three seconds, then a second request. */
export function reuse(id: string, name: string, test: { fields: Line[]; expect: 'cached' | 'not_cached' }): SuiteTest {
  const kind = test.expect === 'cached' ? 'optimal' : 'required'
  const requests = [{ response_headers: test.fields, setup: true, pause_after: true }, { expected_type: test.expect }]
  return Object.assign({ id, name, kind, cdn_only: true } as const, { requests })
}

const cdn = (value: string): Line => ['CDN-Cache-Control', value, false]
const own = (value: string): Line => ['Cloudflare-CDN-Cache-Control', value, false]
const everybody = (value: string): Line => ['Cache-Control', value]
export const cached = (...fields: Line[]) => ({ fields, expect: 'cached' }) as const
export const notCached = (...fields: Line[]) => ({ fields, expect: 'not_cached' }) as const

export const cdnSuite: Suite = {
  id: 'cdn-cache-control',
  name: 'CDN-Cache-Control',
  tests: [
    reuse('cdn-max-age', 'max-age makes a response reusable', cached(cdn('max-age=3600'))),
    reuse('cdn-max-age-largest', 'the largest SF Integer is a lifetime', cached(cdn('max-age=999999999999999'))),
    reuse('cdn-max-age-0', 'max-age=0 is stale at once', notCached(cdn('max-age=0'))),
    reuse('cdn-max-age-short', 'max-age=1 is over after three seconds', notCached(cdn('max-age=1'))),
    reuse('cdn-max-age-age', 'Age counts against it', notCached(cdn('max-age=3600'), ['Age', '7200'], ['Date', 0])),
    reuse('cdn-unknown-member', 'an unknown member is ignored', cached(cdn('foobar, max-age=3600'))),
    reuse(
      'cdn-over-short-cc',
      'it wins over a shorter Cache-Control',
      cached(everybody('max-age=1'), cdn('max-age=3600')),
    ),
    reuse('cdn-over-long-cc', 'it wins over a longer one', notCached(everybody('max-age=3600'), cdn('max-age=1'))),
    reuse('cdn-over-no-store', 'it wins over no-store', cached(everybody('no-store'), cdn('max-age=3600'))),
    reuse('cdn-over-s-maxage', 'it wins over s-maxage', notCached(everybody('s-maxage=3600'), cdn('max-age=1'))),
    reuse(
      'cdn-over-past-expires',
      'it wins over a past Expires',
      cached(cdn('max-age=3600'), ['Expires', -9_000], ['Date', 0]),
    ),
    reuse(
      'cdn-over-future-expires',
      'and over a future one',
      notCached(cdn('max-age=0'), ['Expires', 9_000], ['Date', 0]),
    ),
    reuse(
      'cdn-no-lifetime-no-expires',
      'Expires does not fill in for it',
      notCached(cdn('foobar'), ['Expires', 9_000], ['Date', 0]),
    ),
    reuse('cdn-private', 'private is not stored', notCached(everybody('max-age=3600'), cdn('private'))),
    reuse('cdn-no-cache', 'no-cache is not reused', notCached(everybody('max-age=3600'), cdn('no-cache'))),
    reuse('cdn-no-store', 'no-store is not stored', notCached(everybody('max-age=3600'), cdn('no-store'))),
    reuse(
      'cdn-invalid-syntax',
      'an invalid field is ignored whole',
      notCached(everybody('no-store'), cdn('max-age=3600, &&&')),
    ),
    reuse(
      'cdn-invalid-falls-back',
      'and Cache-Control counts again',
      cached(everybody('max-age=3600'), cdn('max-age=0, &&&')),
    ),
    reuse('cdn-wrong-type', 'a String is no lifetime', notCached(everybody('no-store'), cdn('max-age="3600"'))),
    reuse('cdn-empty', 'an empty field is ignored', cached(everybody('max-age=3600'), cdn(''))),
    reuse('cdn-upper-case', 'names are lower case, or the field is invalid', notCached(cdn('MAX-AGE=3600'))),
    reuse('cdn-more-specific', 'the more specific target wins', cached(cdn('no-store'), own('max-age=3600'))),
    reuse('cdn-more-specific-invalid', 'unless it is invalid', cached(cdn('max-age=3600'), own('&&&'))),
    reuse('cdn-swr', 'stale-while-revalidate works in it', cached(cdn('max-age=1, stale-while-revalidate=3600'))),
  ],
}

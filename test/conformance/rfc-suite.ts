/**
 * What the package's version of the suite does not ask, or asked before RFC 9111 settled it: ages in several values,
 * stale-while-revalidate and its end, must-understand beside no-store, and that a connection closed by the origin is no
 * reason to serve what must not be served stale.
 */
import { cached, notCached, reuse, type Line } from './cdn-suite.ts'
import type { Suite, SuiteTest } from './suite-format.ts'

const control = (value: string): Line => ['Cache-Control', value]
const age = (value: string): Line => ['Age', value, false]
const dated: Line = ['Date', 0]

/** The second request finds a closed connection: the origin has said nothing, and so must the cache. */
function closed(id: string, directives: string): SuiteTest {
  const requests = [
    { response_headers: [control(directives)], setup: true, pause_after: true },
    { disconnect: true, expected_status: 502, check_body: false, expected_response_headers_missing: ['age'] },
  ]
  return Object.assign(
    { id, name: `${directives}: not stale when the connection is closed`, kind: 'required' } as const,
    {
      requests,
    },
  )
}

/** Inside the window: the stored response, and a refresh behind it; after it, only the origin's. */
const window: SuiteTest = Object.assign(
  { id: 'rfc-swr-window', name: 'stale-while-revalidate ends', kind: 'required' } as const,
  {
    requests: [
      {
        response_headers: [control('max-age=1, stale-while-revalidate=4'), ['ETag', '"abc"']],
        setup: true,
        pause_after: true,
      },
      {
        response_headers: [
          ['Cache-Control', 'no-cache', false],
          ['ETag', '"def"', false],
        ],
        expected_type: 'cached',
        setup: true,
        pause_after: true,
      },
      { expected_response_headers: [['client-request-count', '3']] },
    ],
  },
)

export const rfcSuite: Suite = {
  id: 'rfc-9111',
  name: 'RFC 9111 and 5861, beyond the package',
  tests: [
    reuse(
      'rfc-age-first-old',
      'the first of two ages counts',
      notCached(dated, control('max-age=3600'), age('7200, 0')),
    ),
    reuse(
      'rfc-age-first-new',
      'a first age of 0 is of a hop that has just fetched it',
      cached(dated, control('max-age=3600'), age('0, 7200')),
    ),
    reuse('rfc-age-32-bit', 'an age of 2^31 is old', notCached(dated, control('max-age=3600'), age('2147483648'))),
    reuse('rfc-leading-zero', 'max-age=003600 is an hour', cached(['Cache-Control', 'max-age=003600', false])),
    reuse(
      'rfc-must-understand',
      'no-store gives way to must-understand',
      cached(control('max-age=3600, no-store, must-understand')),
    ),
    reuse('rfc-swr', 'stale-while-revalidate is served', cached(control('max-age=1, stale-while-revalidate=3600'))),
    window,
    closed('rfc-closed-must-revalidate', 'max-age=2, must-revalidate'),
    closed('rfc-closed-proxy-revalidate', 'max-age=2, proxy-revalidate'),
    closed('rfc-closed-no-cache', 'max-age=2, no-cache'),
    closed('rfc-closed-s-maxage', 'max-age=2, s-maxage=2'),
  ],
}

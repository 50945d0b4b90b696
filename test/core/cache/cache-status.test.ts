import { expect, it } from 'vitest'
import { serialiseCacheStatus, withInternals, type CacheStatus } from '#core/cache/cache-status'

it.each<[CacheStatus, string]>([
  [{ hit: true, ttl: 12 }, 'nearfield; hit; ttl=12'],
  [{ hit: true, ttl: -3 }, 'nearfield; hit; ttl=-3'],
  [{ hit: false, fwd: 'uri-miss', fwdStatus: 200, stored: true }, 'nearfield; fwd=uri-miss; fwd-status=200; stored'],
  [{ hit: false, fwd: 'stale', fwdStatus: 304, collapsed: true }, 'nearfield; fwd=stale; fwd-status=304; collapsed'],
  [{ hit: false, fwd: 'bypass' }, 'nearfield; fwd=bypass'],
])('%o', (status, expected) => {
  expect(serialiseCacheStatus(status)).toBe(expected)
})

it('adds the key as a string of structured fields, and why there was nothing', () => {
  expect(withInternals('nearfield; hit; ttl=1', { key: '/v1/a?q=1', detail: undefined })).toBe(
    'nearfield; hit; ttl=1; key="/v1/a?q=1"',
  )
  expect(withInternals('nearfield; fwd=stale', { key: '/a"\\b', detail: 'timeout' })).toBe(
    'nearfield; fwd=stale; key="/a\\"\\\\b"; detail=timeout',
  )
})

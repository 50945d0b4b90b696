import { expect, it } from 'vitest'
import { serialiseCacheStatus, type CacheStatus } from '#core/cache/cache-status'

it.each<[CacheStatus, string]>([
  [{ hit: true, ttl: 12 }, 'nearfield; hit; ttl=12'],
  [{ hit: true, ttl: -3 }, 'nearfield; hit; ttl=-3'],
  [{ hit: false, fwd: 'uri-miss', fwdStatus: 200, stored: true }, 'nearfield; fwd=uri-miss; fwd-status=200; stored'],
  [{ hit: false, fwd: 'stale', fwdStatus: 304, collapsed: true }, 'nearfield; fwd=stale; fwd-status=304; collapsed'],
  [{ hit: false, fwd: 'bypass', detail: 'no-store' }, 'nearfield; fwd=bypass'],
])('%o', (status, expected) => {
  expect(serialiseCacheStatus(status)).toBe(expected)
})

it('shows the detail to operators only', () => {
  const status = { hit: false, fwd: 'miss', detail: 'origin-timeout' } as const
  expect(serialiseCacheStatus(status, 'operator')).toBe('nearfield; fwd=miss; detail=origin-timeout')
})

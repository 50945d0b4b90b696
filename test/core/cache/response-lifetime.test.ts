import { describe, expect, it } from 'vitest'
import { storability } from '#core/cache/response-lifetime'

const AT = Date.parse('2026-11-22T12:00:00Z')
const date = (seconds: number): string => new Date(AT + seconds * 1_000).toUTCString()

function of(fields: Record<string, string>, facts: { status?: number; authorized?: boolean } = {}) {
  const { status = 200, authorized = false } = facts
  return storability({ status, authorized, fields: new Map(Object.entries(fields)), requestedAt: AT, receivedAt: AT })
}

/** Fresh, stale-while-revalidate, stale-if-error and disconnected seconds; `undefined`: not stored. */
function windows(fields: Record<string, string>, facts: Parameters<typeof of>[1] = {}) {
  const stored = of(fields, facts)
  if (stored.outcome === 'refuse') return undefined
  const { freshSeconds, revalidateSeconds, errorSeconds, disconnectedSeconds } = stored.lifetime
  return [freshSeconds, revalidateSeconds, errorSeconds, disconnectedSeconds]
}

describe('how long a response may be used', () => {
  it.each<[Record<string, string>, number[] | undefined]>([
    [{ 'cache-control': 'max-age=60' }, [60, 0, 0, 3_600]],
    [{ 'cache-control': 'max-age=60, stale-while-revalidate=30, stale-if-error=90' }, [60, 30, 90, 3_600]],
    [{ 'cache-control': 'max-age=60, stale-while-revalidate=30, must-revalidate' }, [60, 0, 0, 0]],
    [{ 'cache-control': 'max-age=60, proxy-revalidate, stale-if-error=9' }, [60, 0, 0, 0]],
    [{ 'cache-control': 'max-age=60, s-maxage=5, stale-while-revalidate=30' }, [5, 0, 0, 0]],
    [{ 'cache-control': 'max-age=60, no-cache', etag: '"x"' }, [0, 0, 0, 0]],
    [{ 'cache-control': 'max-age=60', expires: date(9), date: date(0) }, [60, 0, 0, 3_600]],
    [{ expires: date(9), date: date(0) }, [9, 0, 0, 3_600]],
    [{ expires: date(-9), date: date(0) }, [0, 0, 0, 3_600]],
    [{ expires: '0', date: date(0) }, [0, 0, 0, 3_600]],
    [{ 'last-modified': date(-1_000), date: date(0) }, [100, 0, 0, 3_600]],
    [{ 'last-modified': date(-100_000_000), date: date(0) }, [86_400, 0, 0, 3_600]],
    [{ 'cache-control': 'max-age=99999999999' }, [604_800, 0, 0, 3_600]],
    [{ 'cdn-cache-control': 'max-age=7', 'cache-control': 'no-store', expires: date(99) }, [7, 0, 0, 3_600]],
    [{ 'cache-control': 'max-age=60', age: 'old' }, [0, 0, 0, 0]],
    [{}, undefined],
    [{ 'cache-control': 'no-store, max-age=60' }, undefined],
    [{ 'cache-control': 'private, max-age=60' }, undefined],
    [{ 'cache-control': 'no-store, must-understand, max-age=60' }, [60, 0, 0, 3_600]],
  ])('%o', (fields, expected) => {
    expect(windows(fields)).toEqual(expected)
  })

  it('depends on the status where nothing is said', () => {
    const modified = { 'last-modified': date(-1_000), date: date(0) }
    expect([200, 203, 404, 410].map((status) => windows(modified, { status })?.[0])).toEqual([100, 100, 100, 100])
    expect([201, 302, 403, 500].map((status) => windows(modified, { status }))).toEqual(Array(4).fill(undefined))
    expect(windows({ ...modified, 'cache-control': 'public' }, { status: 599 })?.[0]).toBe(100)
    expect(windows({ 'cache-control': 'max-age=60, must-understand' }, { status: 599 })).toBeUndefined()
    expect(windows({ 'cache-control': 'max-age=60' }, { status: 206 })).toBeUndefined()
  })

  it('to a request with Authorization must be said aloud', () => {
    const authorized = true
    expect(windows({ 'cache-control': 'max-age=60' }, { authorized })).toBeUndefined()
    for (const said of ['public', 'must-revalidate', 's-maxage=60']) {
      expect(windows({ 'cache-control': `max-age=60, ${said}` }, { authorized })?.[0]).toBe(60)
    }
  })

  it('names the rule', () => {
    expect(of({ 'cache-control': 'private' })).toEqual({ outcome: 'refuse', rule: 'RFC 9111 5.2.2.7: private' })
    expect(of({ 'cache-control': 'max-age=1' }).rule).toBe('RFC 9111 5.2.2.1: max-age')
  })
})

describe('the age on arrival', () => {
  const age = (fields: Record<string, string>): number | undefined => {
    const stored = of({ 'cache-control': 'max-age=9999', ...fields })
    return stored.outcome === 'store' && stored.lifetime.freshSeconds > 0 ? stored.lifetime.ageSeconds : undefined
  }

  it.each<[Record<string, string>, number | undefined]>([
    [{}, 0],
    [{ age: '30' }, 30],
    [{ age: '0, 30' }, 0],
    [{ age: '30, 0' }, undefined],
    [{ age: '-1' }, undefined],
    [{ age: '1.5' }, undefined],
    [{ date: date(-20) }, 20],
    [{ date: date(-20), age: '30' }, 30],
    [{ date: date(20) }, 0],
  ])('of %o is %s', (fields, expected) => {
    expect(age(fields)).toBe(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { decide, requestLimits } from '#core/cache/decide'
import { entryAt } from '../../fakes/entries.ts'

/** Received at 0: fresh for 10 seconds, then stale-while-revalidate for 10, stale-if-error for 20. */
const entry = entryAt(0)
const limits = (cacheControl: string) => requestLimits(new Map([['cache-control', cacheControl]]))

describe('without demands of the request', () => {
  it.each([
    [9_999, 'serve', 'RFC 9111 4.2: fresh'],
    [10_000, 'serve-and-revalidate', 'RFC 5861 3: stale-while-revalidate'],
    [20_000, 'revalidate-first', 'RFC 9111 4.3: stale'],
  ])('at %i ms: %s', (now, action, rule) => {
    expect(decide(entry, undefined, now)).toMatchObject({ action, rule })
  })

  it('forwards what nothing is stored for', () => {
    expect(decide(undefined, undefined, 0)).toMatchObject({ action: 'forward', fwd: 'uri-miss' })
  })
})

describe('what the request demands', () => {
  it.each([
    ['no-cache', 1_000, 'revalidate-first'],
    ['max-age=1', 1_999, 'serve'],
    ['max-age=1', 2_000, 'revalidate-first'],
    ['max-age=0', 1_000, 'revalidate-first'],
    ['min-fresh=5', 4_999, 'serve'],
    ['min-fresh=5', 5_000, 'revalidate-first'],
    ['max-stale', 25_000, 'serve'],
    ['max-stale=15', 24_999, 'serve'],
    ['max-stale=15', 25_000, 'revalidate-first'],
    ['only-if-cached', 1_000, 'serve'],
    ['only-if-cached', 25_000, 'refuse'],
  ])('%s at %i ms: %s', (demand, now, action) => {
    expect(decide(entry, limits(demand), now).action).toBe(action)
  })

  it('never makes a response serve that may not be used stale', () => {
    const { freshUntil } = entry.deadlines
    const strict = {
      ...entry.deadlines,
      revalidateUntil: freshUntil,
      errorUntil: freshUntil,
      disconnectedUntil: freshUntil,
    }
    expect(decide({ ...entry, deadlines: strict }, limits('max-stale'), 10_000).action).toBe('revalidate-first')
  })

  it('counts Pragma only where Cache-Control is absent', () => {
    expect(requestLimits(new Map([['pragma', 'no-cache']]))?.noCache).toBe(true)
    expect(
      requestLimits(
        new Map([
          ['pragma', 'no-cache'],
          ['cache-control', 'max-age=9'],
        ]),
      )?.noCache,
    ).toBe(false)
    expect(requestLimits(new Map())).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { cacheWords, parseList, timings } from '../../public/parts/header-words.js'

describe('cacheWords', () => {
  it.each([
    ['nearfield-memory; hit; ttl=23', 'fresh copy from nearfield-memory, good for 23 s'],
    ['nearfield-memory; hit; ttl=-12', 'copy from nearfield-memory, 12 s past fresh'],
    ['nearfield-index; hit', 'copy from nearfield-index'],
    ['nearfield-memory; fwd=miss, nearfield-cache; hit; ttl=0', 'fresh copy from nearfield-cache, good for 0 s'],
    ['nearfield; fwd=uri-miss; fwd-status=200; stored', 'not in the cache yet'],
    ['nearfield; fwd=uri-miss; collapsed', 'not in the cache yet, joined a call under way'],
    ['nearfield; fwd=something-new', 'something-new'],
    ['', 'cache state not given'],
    [null, 'cache state not given'],
  ])('%s', (header, words) => {
    expect(cacheWords(header)).toBe(words)
  })
})

describe('timings', () => {
  it('reads durations and descriptions, and leaves out what has no duration', () => {
    expect(timings('shared;dur=1.5;desc="from memory, fresh", miss, session;dur=0.25')).toEqual([
      { name: 'shared', ms: 1.5, detail: 'from memory, fresh' },
      { name: 'session', ms: 0.25, detail: '' },
    ])
    expect(timings(null)).toEqual([])
  })
})

describe('parseList', () => {
  it('keeps separators and escapes inside quotes', () => {
    const [member] = parseList(String.raw`a;x="1, 2; \"3\" \\";y`)
    expect(member?.params).toEqual(
      new Map([
        ['x', String.raw`1, 2; "3" \ `.trim()],
        ['y', ''],
      ]),
    )
  })

  it.each([',,,', ';', 'a;;', '"', 'a="', '\\', 'a;b="\\'])('survives %j', (header) => {
    expect(() => parseList(header)).not.toThrow()
  })
})

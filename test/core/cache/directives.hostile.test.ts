import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { governingDirectives } from '#core/cache/directives'
import { tagsOf } from '#core/cache/tags'

const governing = (fields: Record<string, string>) => {
  const { directives, targeted } = governingDirectives(new Map(Object.entries(fields)))
  return [targeted, Object.fromEntries(directives)]
}

describe('an invalid targeted field is ignored as a whole', () => {
  it.each(['max-age=60, &', 'max-age="60"', 'MAX-AGE=60', '', 'max-age=60;', 'max-age=1.5', 'max-age=(1 2)'])(
    '%j',
    (field) => {
      expect(governing({ 'cdn-cache-control': field, 'cache-control': 'no-store' })).toEqual([
        false,
        { 'no-store': true },
      ])
    },
  )

  it('and the next target is looked at', () => {
    expect(governing({ 'cloudflare-cdn-cache-control': '&', 'cdn-cache-control': 'max-age=5' })).toEqual([
      true,
      { 'max-age': '5' },
    ])
  })
})

it('never throws on what a stranger sends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (field) => {
      governing({ 'cdn-cache-control': field })
      const tags = tagsOf(
        new Map([
          ['cache-tag', field],
          ['cache-groups', field],
        ]),
        'site',
      )
      expect(tags?.length).toBeLessThanOrEqual(200)
    }),
  )
})

it('reads tags and groups, each once, and not without bounds', () => {
  const fields = new Map([
    ['cache-tag', 'a, b ,,a'],
    ['cache-groups', '"b", "c d", token'],
  ])
  expect(tagsOf(fields, 'site')).toEqual(['a', 'b', 'site\nb', 'site\nc d'])
  const tagged = (...tags: string[]) => tagsOf(new Map([['cache-tag', tags.join(',')]]), 'site')
  const numbered = (count: number) => Array.from({ length: count }, (_, n) => `t${n}`)
  expect(tagged(...numbered(1_000))).toHaveLength(1_000)
  expect(tagged('x'.repeat(1_024))).toHaveLength(1)
  // Never some of them: a purge of those cut off would miss the response.
  expect(tagged(...numbered(1_001))).toBeUndefined()
  expect(tagged('x'.repeat(1_025))).toBeUndefined()
  const long = (count: number) => Array.from({ length: count }, (_, n) => String(n).padStart(1_024, 'x'))
  expect(tagged(...long(16))).toHaveLength(16)
  expect(tagged(...long(17))).toBeUndefined()
})

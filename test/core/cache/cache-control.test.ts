import { describe, expect, it } from 'vitest'
import { deltaSeconds, parseCacheControl, splitList } from '#core/cache/cache-control'

const entries = (field: string) => Object.fromEntries(parseCacheControl(field))

describe('parseCacheControl', () => {
  it.each([
    ['max-age=60, stale-while-revalidate=30', { 'max-age': '60', 'stale-while-revalidate': '30' }],
    ['No-Store', { 'no-store': true }],
    ['max-age="60"', { 'max-age': '60' }],
    ['private="a, b", max-age=1', { private: 'a, b', 'max-age': '1' }],
    ['a="\\"x\\", y", b', { a: '"x", y', b: true }],
    ['max-age=1, max-age=2', { 'max-age': '1' }],
    [' , ,max-age=1,', { 'max-age': '1' }],
    ['max-age =1', {}],
    ['', {}],
  ])('reads %j', (field, expected) => {
    expect(entries(field)).toEqual(expected)
  })

  it('reads an absent field as no directives', () => {
    expect(parseCacheControl(null).size).toBe(0)
  })
})

describe('deltaSeconds', () => {
  it.each([
    ['max-age=0', 0],
    ['max-age=60', 60],
    ['max-age=99999999999', 2 ** 31],
    ['max-age=-1', 0],
    ['max-age=1.5', 0],
    ['max-age=abc', 0],
    ['max-age', 0],
    ['s-maxage=9', undefined],
  ])('of %j is %s', (field, expected) => {
    expect(deltaSeconds(parseCacheControl(field), 'max-age')).toBe(expected)
  })
})

it('splits a list at commas outside quotes only', () => {
  expect(splitList('a, "b, c" ,d')).toEqual(['a', '"b, c"', 'd'])
})

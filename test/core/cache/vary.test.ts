import { expect, it } from 'vitest'
import { selectingKey, selects, varyNames } from '#core/cache/vary'
import { entryAt } from '../../fakes/entries.ts'

const fields = (all: Record<string, string>) => new Map(Object.entries(all))

it.each<[string, readonly string[] | '*']>([
  ['Foo, bar', ['bar', 'foo']],
  ['Foo, foo', ['foo']],
  ['', []],
  ['*', '*'],
  [', *', '*'],
  ['Foo, *', '*'],
])('Vary: %s names %j', (vary, expected) => {
  expect(varyNames(fields({ vary }))).toEqual(expected)
})

function matches(
  vary: string,
  stored: Record<string, string>,
  asked: Record<string, string>,
  language?: string,
): boolean {
  const names = varyNames(fields({ vary }))
  if (names === '*') return false
  const headers = language === undefined ? [] : [['content-language', language] as const]
  return selects(
    entryAt(0, { vary: names, selecting: selectingKey(names, fields(stored)), headers }),
    fields(asked),
    'any-language',
  )
}

it.each<[string, Record<string, string>, Record<string, string>, boolean]>([
  ['foo', { foo: '1' }, { foo: '1', other: '2' }, true],
  ['foo', { foo: '1' }, { foo: '2' }, false],
  ['foo', { foo: '1' }, {}, false],
  ['foo', {}, { foo: '' }, false],
  ['foo', {}, {}, true],
  ['foo', { foo: '1, 2' }, { foo: ' 1,2 ' }, true],
  ['foo', { foo: 'a' }, { foo: 'A' }, false],
  ['foo, bar', { foo: '1' }, { bar: '1' }, false],
  ['accept-language', { 'accept-language': 'en, de' }, { 'accept-language': 'DE,en' }, true],
  ['accept-language', { 'accept-language': 'en' }, { 'accept-language': 'de' }, false],
])('Vary: %s, stored for %o, asked with %o: %s', (vary, stored, asked, expected) => {
  expect(matches(vary, stored, asked)).toBe(expected)
})

it('takes a response in the one language that the request likes best', () => {
  const asked = (value: string): boolean =>
    matches('accept-language', { 'accept-language': 'en, de' }, { 'accept-language': value }, 'de')
  expect(asked('fr;q=0.5, de')).toBe(true)
  expect(asked('fr, de;q=0.5')).toBe(false)
  expect(asked('fr, de')).toBe(false)
  expect(asked('de;q=0')).toBe(false)
})

import { expect, it } from 'vitest'
import { askedNext } from '#core/suggest/asked-next'
import { buildSuggestIndex } from '#core/suggest/build'
import { openSuggestIndex } from '#core/suggest/open'
import { query } from './opened.ts'

const completions = [
  query('Tea', 40),
  query('cup', 30),
  query('Große Kanne', 20),
  query('tea pot', 10),
  query('mug', 5),
]
const followers = [
  {
    text: 'tea',
    followers: [
      { text: 'GROSSE KANNE', share: 0.2 },
      { text: 'cup', share: 0.6 },
      { text: 'unknown', share: 0.1 },
      { text: 'Tea', share: 0.1 },
    ],
  },
  { text: 'mug', followers: [{ text: 'tea', share: 1 }] },
  { text: 'unknown', followers: [{ text: 'tea', share: 1 }] },
  { text: 'cup', followers: [] },
]

function next(asked: string): [string, number][] {
  const opened = openSuggestIndex(buildSuggestIndex(completions, followers).buffer)
  if (opened.outcome === 'refused') throw new Error(opened.reason)
  return askedNext(opened.index, asked).map(({ suggestion, share }) => [suggestion.text, Number(share.toFixed(1))])
}

it('gives what was asked next by its share, as it is shown', () => {
  const both: [string, number][] = [
    ['cup', 0.6],
    ['Große Kanne', 0.2],
  ]
  expect(next('tea')).toEqual(both)
  expect(next(' TEA')).toEqual(both)
  expect(next('mug')).toEqual([['Tea', 1]])
})

it.each(['te', 'tea pot', 'cup', 'unknown', '', '...', '\ud800'])('knows nothing that was asked after %j', (asked) => {
  expect(next(asked)).toEqual([])
})

it('costs nothing without any', () => {
  const without = buildSuggestIndex(completions).byteLength
  expect(buildSuggestIndex(completions, [{ text: 'cup', followers: [] }]).byteLength).toBe(without)
})

import { expect, it } from 'vitest'
import { buildSuggestIndex } from '#core/suggest/build'
import { openSuggestIndex } from '#core/suggest/open'
import { warm } from '../../../worker/suggest/warm.ts'

function served(...texts: string[]) {
  const completions = texts.map((text, at) => ({ text, weight: 100 - at, kind: 'query' as const, ref: '', scopes: [] }))
  const opened = openSuggestIndex(buildSuggestIndex(completions).buffer)
  if (opened.outcome === 'refused') throw new Error(opened.reason)
  return { index: opened.index, delta: undefined, pieces: [] }
}

/** What is asked between two pauses, until `slices` of them have passed. */
async function warmed(from: ReturnType<typeof served>, slices = Infinity): Promise<string[][]> {
  const asked: string[][] = [[]]
  await warm(from, {
    answer: (q) => asked.at(-1)?.push(q),
    pause: async () => void asked.push([]),
    isCurrent: () => asked.length <= slices,
  })
  return asked.filter((slice) => slice.length > 0)
}

it('asks the first one and two characters of the most popular, each once', async () => {
  expect(await warmed(served('Star', 'Élan', '亀戸', 'stop', 'x'))).toEqual([['s', 'st', 'e', 'el', '亀', '亀戸', 'x']])
})

it('pauses after each slice, and stops once something else is served', async () => {
  const letters = Array.from('abcdefghijklmnopqrst', (letter) => letter + letter)
  expect((await warmed(served(...letters))).map(({ length }) => length)).toEqual([16, 16, 8])
  expect((await warmed(served(...letters), 2)).map(({ length }) => length)).toEqual([16, 16])
})

it('has nothing to ask of an empty index', async () => {
  expect(await warmed(served())).toEqual([])
})

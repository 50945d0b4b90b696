/** An index that is too large for one value, for real: cut by the origin's job, its pieces fetched when they are asked for. */
import { expect, it } from 'vitest'
import { door } from './break-origin.ts'
import { search, Visitor } from './visitor.ts'

const own = door('pieces')
const pathOf = (q: string, scope = ''): string => `/v1/suggest?${new URLSearchParams({ q, scope }).toString()}`

/** The answer to `q`, without what names the moment. */
async function answer(visitor: Visitor, q: string, scope?: string) {
  const { body, headers } = await visitor.get(pathOf(q, scope))
  return { sections: body.sections, degraded: body.degraded, cacheControl: headers.get('cache-control') }
}
const fetched = async (): Promise<string[]> => (await own.calls()).filter((call) => call.includes('/piece-'))

it('answers from head and pieces as an index in one value does, and fetches a piece once', async () => {
  expect(await own.run('split-suggest')).toMatchObject({ outcome: 'published' })
  const split = new Visitor(own.env)
  const whole = new Visitor(door('quiet-whole').env)
  expect(await answer(split, '')).toEqual(await answer(whole, ''))
  expect(await fetched()).toHaveLength(1)
  const queries = ['s', 'st', 'star w', 'wars star', 'ste', 'the m', 'horr', 'god', 'x']
  for (const q of queries) expect(await answer(split, q)).toEqual(await answer(whole, q))
  for (const q of ['', 't', 'lo']) {
    expect(await answer(split, q, 'genre:Drama')).toEqual(await answer(whole, q, 'genre:Drama'))
    expect(await answer(split, q, 'genre:Western')).toEqual(await answer(whole, q, 'genre:Western'))
  }
  const pieces = await fetched()
  expect(pieces.length).toBeGreaterThan(3)
  expect(new Set(pieces).size).toBe(pieces.length)
  for (const q of queries) await answer(split, `${q} `)
  expect(await fetched()).toEqual([])
})

it('looks for a typo in the pieces of the first characters as they were typed', async () => {
  const [split, whole] = [new Visitor(own.env), new Visitor(door('quiet-whole').env)]
  const titles = async (visitor: Visitor) =>
    (await answer(visitor, 'zor')).sections.items.map(({ text }: { text: string }) => text)
  expect(await titles(whole)).toContain('V for Vendetta')
  const found = await titles(split)
  expect(found).toContain('The Mask of Zorro')
  expect(found).not.toContain('V for Vendetta')
})

it('moves what a piece answers by the visitor’s own interests and queries', async () => {
  const visitor = new Visitor(own.env)
  await search(visitor, 'star xyzzy')
  const { queries } = (await visitor.get(pathOf('star'))).body.sections
  expect(queries.map(({ text }: { text: string }) => text)).toContain('star xyzzy')
})

it('answers with what the head has, marked and for nobody to store, while a piece cannot be had', async () => {
  await own.break('erroring')
  const visitor = new Visitor(own.env)
  expect((await answer(visitor, 's')).degraded).toBe('no')
  const without = await answer(visitor, 'mary pop')
  expect([without.degraded, without.cacheControl]).toEqual(['fallback', 'private, no-store'])
  await own.break('whole')
  // Here it is asked for again a second later (artifacts/part-store.test.ts); an isolate that has not failed asks at once.
  const again = await answer(new Visitor({ ...own.env }), 'mary pop')
  expect([again.degraded, again.cacheControl]).toEqual(['no', 'public, max-age=1'])
  expect(again.sections.items[0].text).toBe('Mary Poppins')
})

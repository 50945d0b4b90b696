import { expect, it } from 'vitest'
import { parseReply } from '#core/contract/parse'
import { itemsReply } from '#core/contract/retrieval'
import { demoOrigin } from '../demo-origin.ts'

const { get } = demoOrigin()

it('gives known items in the order asked, and lists the others', async () => {
  const { body } = await get('/v1/items?ids=wings-1927,nobody,jaws-1975,wings-1927')
  const reply = parseReply(itemsReply, body)
  expect(reply.items.map(({ title }) => title)).toEqual(['Wings', 'Jaws'])
  expect(reply.missing).toEqual(['nobody'])
})

it('has the whole item', async () => {
  const { body } = await get('/v1/items?ids=jaws-1975')
  expect(parseReply(itemsReply, body).items).toEqual([
    {
      id: 'jaws-1975',
      title: 'Jaws',
      facets: {
        director: ['Steven Spielberg'],
        distributor: ['Universal'],
        genre: ['Horror'],
        rating: ['PG'],
        source: ['Based on Book/Short Story'],
        style: ['Contemporary Fiction'],
      },
      popularity: 0.9679,
      price: null,
      date: '1975-06-20',
      inStock: true,
      attributes: { budget: 12_000_000, gross: 470_700_000, imdb: 8.3, tomatoes: 100, votes: 138_017 },
    },
  ])
})

it.each([
  ['/v1/items', 'ids: expected at least one id, and commas between several'],
  ['/v1/items?ids=', 'ids: expected at least one id, and commas between several'],
  ['/v1/items?ids=a%5Cb', 'ids: a backslash must be followed by a comma or a backslash'],
  [`/v1/items?ids=${'a,'.repeat(200)}a`, 'ids: expected at most 200 ids'],
])('%.40s is refused', async (path, detail) => {
  expect(await get(path)).toMatchObject({ status: 400, body: { detail } })
})

it.each(['__proto__', '%00', '%ED%A0%80', '%F0%9F%8E%AC', "'", '%5C%5C', 'x'.repeat(5_000)])(
  'knows no item %.20s',
  async (id) => {
    const { status, body } = await get(`/v1/items?ids=${id}`)
    expect({ status, body }).toMatchObject({ status: 200, body: { items: [] } })
  },
)

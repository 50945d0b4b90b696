import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noFilter } from '#core/contract/filter'
import { normalise } from '#core/text/normalise'
import { terms } from '#core/text/tokenise'
import { clean } from '../../../origin/catalog/clean.ts'
import type { CatalogueDefinition } from '../../../origin/catalog/definition.ts'
import type { CatalogueStore } from '../../../origin/catalog/store.ts'
import type { KeywordRetrieval } from '../../../origin/lexical/keyword-retrieval.ts'

const notes: CatalogueDefinition = {
  name: 'notes',
  id: 'id',
  title: 'title',
  search: [{ field: 'title', weight: 1 }],
  facets: [],
  attributes: {},
  suggest: { facets: [], minVisitors: 3, fastHours: 3, slowDays: 3650, deny: [], allow: [] },
}

type Backend = { store: CatalogueStore; keywords: KeywordRetrieval }

async function loaded(
  { store, keywords }: Backend,
  titles: readonly string[],
): Promise<(q: string) => Promise<string[]>> {
  const begun = await store.begin(notes, { demo: false, replace: true })
  if (begun.outcome === 'occupied') throw new Error('occupied')
  const cleaned = titles.map((title, index) => clean({ id: `n${index}`, title }, notes))
  await begun.writer.write(cleaned.flatMap((row) => (row.outcome === 'clean' ? [row.item] : [])))
  await begun.writer.finish()
  return async (q) => {
    const query = {
      definition: notes,
      q,
      filter: noFilter(),
      sort: { by: 'relevance' },
      limit: 200,
      offset: 0,
      facets: [],
    } as const
    const { total, hits } = await keywords.retrieve(query)
    expect(hits.length).toBe(total)
    return hits.map(({ item }) => item.id).sort()
  }
}

/** By the written rule, without an index: all terms and the last as a beginning, else any of them. */
function naive(titles: readonly string[], q: string): string[] {
  const wanted = terms(normalise(q))
  const last = wanted.pop()
  if (last === undefined) return titles.map((_, index) => `n${index}`).sort()
  const matches = (title: string): boolean[] => {
    const has = terms(normalise(title))
    return [...wanted.map((term) => has.includes(term)), has.some((term) => term.startsWith(last))]
  }
  const ids = (keep: (found: boolean[]) => boolean): string[] =>
    titles.flatMap((title, index) => (keep(matches(title)) ? [`n${index}`] : [])).sort()
  const every = ids((found) => found.every(Boolean))
  return every.length > 0 ? every : ids((found) => found.some(Boolean))
}

/** What every keyword retrieval does, whatever it is made of. */
export function keywordRetrievalContract(name: string, create: () => Backend): void {
  describe(`keyword retrieval: ${name}`, () => {
    it.each([
      [['北京天气', '东京天气'], '京天', ['n0', 'n1']],
      [['北京天气', '东京天气'], '北京', ['n0']],
      [['東京物語', 'Tokyo Story'], '東', ['n0']],
      [['C++ in depth', 'C in depth', 'C# in depth'], 'c++', ['n0']],
      [['I ❤️ 🍕', 'Pizza'], '🍕', ['n0']],
      [['Don’t look now', 'Look now'], "don't", ['n0']],
      [['مرحبا بالعالم', 'Hello world'], 'مَرحبا', ['n0']],
      [['!!!', 'Wow!'], '!!!', ['n0']],
      [['a_b', 'a b'], 'a_b', ['n0', 'n1']],
      [['NEAR(x)', 'OR', 'x AND y'], 'or', ['n1']],
    ])('in %j finds %j', async (titles, q, ids) => {
      expect(await (await loaded(create(), titles))(q)).toEqual(ids)
    })

    it('finds what the written rule finds', async () => {
      const backend = create()
      const unit = fc.constantFrom(
        'a',
        'b',
        'B',
        'é',
        ' ',
        ' ',
        '"',
        '*',
        '-',
        "'",
        '北',
        '京',
        '🍕',
        '+',
        '_',
        '(',
        ':',
      )
      const text = fc.string({ unit, minLength: 1, maxLength: 8 }).filter((value) => value.trim() !== '')
      await fc.assert(
        fc.asyncProperty(
          fc.array(text, { minLength: 1, maxLength: 6 }),
          fc.array(text, { minLength: 1, maxLength: 6 }),
          async (titles, queries) => {
            const find = await loaded(backend, titles)
            for (const q of queries) expect({ q, found: await find(q) }).toEqual({ q, found: naive(titles, q) })
          },
        ),
        { numRuns: 60 },
      )
    })
  })
}

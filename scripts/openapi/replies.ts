/** The answers of the HTTP API as schemas, beside core/contract/replies.ts; a test holds live answers against them. */
import { toJsonSchema } from '@valibot/to-json-schema'
import { catalogueItem } from '#core/contract/catalogue'
import { rulesReply } from '#core/contract/rules'

type Schema = Record<string, unknown>

const text = { type: 'string' }
const number = { type: 'number' }
const count = { type: 'integer', minimum: 0 }
const list = (items: Schema): Schema => ({ type: 'array', items })
const one = (...values: string[]): Schema => ({ type: 'string', enum: values })
const object = (properties: Record<string, Schema>, optional: string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
})
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

const degraded = one('no', 'stale', 'fallback', 'no-index')
const interest = object({ facet: text, value: text, share: number })
const why = (...stages: string[]) => list(object({ stage: one(...stages), value: number, why: text }))
const STAGES = ['retrieval', 'popularity', 'prior', 'model', 'affinity', 'rule', 'diversity', 'exploration', 'pin']
const { $schema: _dialect, ...item } = toJsonSchema(catalogueItem, { errorMode: 'ignore' })
const { $schema: _sameDialect, ...rules } = toJsonSchema(rulesReply, { errorMode: 'ignore' })

export const schemas: Record<string, Schema> = {
  Problem: object({ type: text, title: text, status: { type: 'integer' }, detail: text, instance: text }, ['instance']),
  Item: item,
  RankedItem: {
    allOf: [
      ref('Item'),
      object({ position: count, sharedPosition: count, score: number, explain: why(...STAGES) }, ['explain']),
    ],
  },
  Personalisation: {
    oneOf: [
      object({ outcome: one('applied'), features: object({ events: count, affinities: list(interest) }) }),
      object({
        outcome: one('skipped'),
        reason: one('new-visitor', 'opted-out', 'timeout', 'failed', 'sorted'),
      }),
    ],
  },
  Suggestion: object(
    {
      text,
      kind: one('query', 'item', 'category'),
      ref: text,
      highlights: list({ type: 'array', items: count, minItems: 2, maxItems: 2 }),
      recent: { const: true },
      trending: { const: true },
      explain: why('match', 'popularity', 'history', 'affinity', 'session'),
    },
    ['recent', 'trending', 'explain'],
  ),
  SuggestReply: object({
    query: text,
    sections: object({
      queries: list(ref('Suggestion')),
      items: list(ref('Suggestion')),
      categories: list(ref('Suggestion')),
    }),
    personalisation: ref('Personalisation'),
    degraded,
  }),
  SearchReply: object(
    {
      impression: text,
      query: text,
      total: count,
      results: list(ref('RankedItem')),
      facets: list(object({ name: text, label: text, values: list(object({ value: text, count })) })),
      cursor: text,
      personalisation: ref('Personalisation'),
      degraded,
    },
    ['impression', 'cursor'],
  ),
  RecommendReply: object(
    {
      impression: text,
      slot: text,
      results: list(ref('RankedItem')),
      because: object({ id: text, title: text }),
      personalisation: ref('Personalisation'),
      degraded,
    },
    ['because'],
  ),
  Rules: rules,
  EventsReply: object({
    accepted: count,
    duplicates: count,
    discarded: count,
    rejected: list(object({ index: count, detail: text })),
  }),
}

/** What the API takes, route by route; the bodies are the contract's own schemas. */
import * as v from 'valibot'
import { MAX_EVENTS, wireEvent } from '#core/contract/events'
import { publishRequest } from '#core/contract/operations'
import { rulesReply } from '#core/contract/rules'

export type Parameter = { name: string; in?: 'path'; says: string; type?: 'integer' | 'boolean'; needed?: true }
export type Operation = {
  path: string
  method: 'get' | 'post' | 'put' | 'delete'
  says: string
  parameters?: Parameter[]
  body?: v.GenericSchema
  /** Name of a schema in replies.ts; an object when absent. */
  reply?: string
  status?: number
  operator?: true
}

const q: Parameter = { name: 'q', says: 'what the visitor asks for; empty to browse' }
const explain: Parameter = { name: 'explain', says: 'whether each item says why it stands there', type: 'boolean' }
const limit = (most: number): Parameter => ({ name: 'limit', says: `how many, at most ${most}`, type: 'integer' })

export const operations: Operation[] = [
  {
    path: '/v1/suggest',
    method: 'get',
    says: "Completions of what is being typed, the visitor's own first",
    parameters: [
      q,
      limit(20),
      { name: 'scope', says: 'only completions of this scope' },
      {
        name: 'lang',
        says: 'the language tag of the visitor: checked, and changes nothing while a catalogue has one language',
      },
      explain,
    ],
    reply: 'SuggestReply',
  },
  {
    path: '/v1/search',
    method: 'get',
    says: "A page of what was found, in this visitor's order",
    parameters: [
      q,
      { name: 'filter', says: 'genre:Drama,genre:War,date>=1990-01-01; values of one facet: any, facets: all' },
      { name: 'sort', says: 'relevance, or a field as in date:desc: then nothing is personal' },
      limit(100),
      { name: 'cursor', says: "the reply's cursor, for the next page" },
      { name: 'facets', says: 'names of facets to count, with commas between' },
      explain,
    ],
    reply: 'SearchReply',
  },
  {
    path: '/v1/recommend/{slot}',
    method: 'get',
    says: 'A list, moved towards the visitor',
    parameters: [
      {
        name: 'slot',
        in: 'path',
        needed: true,
        says: 'trending, similar, also-viewed, bought-together, for-you, because-you-viewed',
      },
      { name: 'item', says: 'the item that similar, also-viewed and bought-together start from' },
      limit(50),
      { name: 'repeat', says: 'whether for-you may bring back what the visitor dealt with', type: 'boolean' },
      explain,
    ],
    reply: 'RecommendReply',
  },
  {
    path: '/v1/events',
    method: 'post',
    says: 'Records what the visitor did; an event counts once by its id, good ones stay whatever stands beside them',
    body: v.strictObject({ events: v.pipe(v.array(wireEvent), v.minLength(1), v.maxLength(MAX_EVENTS)) }),
    reply: 'EventsReply',
    status: 202,
  },
  { path: '/v1/me', method: 'get', says: 'What the edge knows about this visitor' },
  { path: '/v1/me', method: 'delete', says: 'Erases this visitor, here and in the log' },
  {
    path: '/v1/me/consent',
    method: 'put',
    says: 'Opts out (erases and stops) or in',
    body: v.strictObject({ consent: v.boolean() }),
  },
  { path: '/v1/me/queries', method: 'delete', says: 'Forgets one recent query', parameters: [{ ...q, needed: true }] },
  {
    path: '/v1/admin/rules',
    method: 'get',
    says: 'The rules that are stored, in the form in which PUT takes them',
    reply: 'Rules',
    operator: true,
  },
  {
    path: '/v1/admin/rules',
    method: 'put',
    says: "Replaces all rules; preview=true with a search's parameters shows that page under them, and stores nothing",
    parameters: [
      { name: 'preview', says: 'whether nothing is stored', type: 'boolean' },
      { name: 'at', says: 'the moment that a preview is of, as in 2026-11-27T00:00:00Z; now when absent' },
    ],
    body: rulesReply,
    operator: true,
  },
  {
    path: '/v1/admin/publish',
    method: 'post',
    says: 'Serves another version of an artifact; with upload=model, a trained model',
    parameters: [{ name: 'upload', says: 'model' }],
    body: publishRequest,
    operator: true,
  },
  {
    path: '/v1/admin/purge',
    method: 'post',
    says: 'Stops the use of cached parts by key, tag, prefix or everything',
    operator: true,
  },
  { path: '/v1/admin/status', method: 'get', says: 'What is served, and what this isolate holds', operator: true },
  { path: '/healthz', method: 'get', says: 'Whether the Worker runs' },
  { path: '/readyz', method: 'get', says: 'Whether it can answer everything; 503 names what is not ready' },
  { path: '/metrics', method: 'get', says: 'Counters of one isolate, as text', operator: true },
]

import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { schemas } from '../../scripts/openapi/replies.ts'
import { Visitor } from './visitor.ts'

type Schema = {
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  allOf?: Schema[]
  $ref?: string
}

const resolved = (schema: Schema): Schema => {
  if (schema.$ref !== undefined) return resolved(schemas[schema.$ref.split('/').at(-1) ?? ''] as Schema)
  if (schema.allOf === undefined) return schema
  const parts = schema.allOf.map(resolved)
  return {
    properties: Object.assign({}, ...parts.map((part) => part.properties)),
    required: parts.flatMap((part) => part.required ?? []),
  }
}

/** Paths of what an answer has and the document does not, or lacks and the document promises. */
function differences(value: unknown, given: Schema, path: string): string[] {
  const schema = resolved(given)
  if (Array.isArray(value)) return value.flatMap((each) => differences(each, schema.items ?? {}, `${path}[]`))
  const { properties, required = [] } = schema
  if (typeof value !== 'object' || value === null || properties === undefined) return []
  const names = Object.keys(value)
  return [
    ...names.filter((name) => !(name in properties)).map((name) => `${path}.${name} is not documented`),
    ...required.filter((name) => !names.includes(name)).map((name) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, each]) => differences(each, properties[name] ?? {}, `${path}.${name}`)),
  ]
}

it.each([
  ['SearchReply', '/v1/search?q=star&facets=genre&explain=true'],
  ['SearchReply', '/v1/search?limit=6'],
  ['RecommendReply', '/v1/recommend/because-you-viewed?explain=true'],
  ['SuggestReply', '/v1/suggest?q=sta&explain=true'],
  ['Problem', '/v1/search?limit=0'],
])('%s is what %s answers', async (name, path) => {
  const visitor = new Visitor(env)
  await visitor.click('star-trek-2009')
  const { body } = await visitor.get(path)
  expect(differences(body, schemas[name] as Schema, name)).toEqual([])
})

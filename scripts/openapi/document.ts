/** The API as an OpenAPI 3.1 document. */
import { toJsonSchema } from '@valibot/to-json-schema'
import { operations, type Operation, type Parameter } from './paths.ts'
import { schemas } from './replies.ts'

const json = (schema: Record<string, unknown>) => ({ content: { 'application/json': { schema } } })
const problem = {
  description: 'A problem (RFC 9457) that says what was wrong and what would be right',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Nearfield',
      version: '1',
      description: 'Autocomplete, re-ranking, recommendations and caching beside the visitor.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        visitor: { type: 'apiKey', in: 'header', name: 'x-nearfield-visitor' },
        operator: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

function operationOf({ says, parameters = [], body, reply, status = 200, operator }: Operation) {
  const schema = reply === undefined ? { type: 'object' } : { $ref: `#/components/schemas/${reply}` }
  return {
    summary: says,
    ...(parameters.length > 0 && { parameters: parameters.map(parameterOf) }),
    ...(body !== undefined && { requestBody: { required: true, ...json(bodyOf(body)) } }),
    responses: { [status]: { description: 'OK', ...json(schema) }, default: problem },
    ...(operator && { security: [{ operator: [] }] }),
  }
}

const parameterOf = ({ name, in: where, says, type, needed }: Parameter) => ({
  name,
  in: where ?? 'query',
  description: says,
  ...(needed && { required: true }),
  schema: { type: type ?? 'string' },
})

/** Checks that no schema language knows (texts that must say something) are left to the API's own answers. */
function bodyOf(body: NonNullable<Operation['body']>): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = toJsonSchema(body, { errorMode: 'ignore', typeMode: 'input' })
  return schema
}

import type { GenericSchema } from 'valibot'
import { parse } from '#core/contract/parse'
import { problemReply } from './problem-reply.ts'
import { readText } from './read-text.ts'

type Body<T> = { outcome: 'parsed'; value: T } | { outcome: 'refused'; response: Response }

/** The JSON body by `schema`, or the problem to answer with. */
export async function readBody<T>(
  request: Request,
  schema: GenericSchema<unknown, T>,
  maxBytes: number,
): Promise<Body<T>> {
  const text = await readText(request, maxBytes)
  if (text === null) return refused(problemReply('too-large', `expected at most ${maxBytes} bytes`))
  const json = parseJson(text)
  if (json === undefined) return refused(problemReply('bad-request', 'the body is not JSON'))
  const parsed = parse(schema, json)
  return parsed.outcome === 'parsed' ? parsed : refused(problemReply('bad-request', parsed.detail))
}

const refused = (response: Response) => ({ outcome: 'refused', response }) as const

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Request bodies: read up to a bound, parsed once, refused with a sentence. */
import type * as v from 'valibot'
import { MAX_EVENTS_BYTES } from '#core/contract/events'
import { parse } from '#core/contract/parse'
import { problem, type Problem } from '#core/contract/problem'
import type { AppContext } from './request.ts'

/** `text/plain` is what navigator.sendBeacon sends without asking the server first. */
const TYPES = ['application/json', 'text/plain']

export type Body<T> = { outcome: 'read'; value: T } | { outcome: 'refused'; problem: Problem }

export async function readJson<T>(c: AppContext, schema: v.GenericSchema<unknown, T>): Promise<Body<T>> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!TYPES.includes(type)) {
    return refused('unsupported-media-type', `content-type "${type.slice(0, 64)}"; expected ${TYPES.join(' or ')}`)
  }
  const text = await readText(c.req.raw, MAX_EVENTS_BYTES)
  if (text === undefined)
    return refused('too-large', `the body is larger than ${MAX_EVENTS_BYTES} bytes; send smaller batches`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    return refused('bad-request', `the body is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  const parsed = parse(schema, json)
  if (parsed.outcome === 'rejected') return refused('bad-request', parsed.detail)
  return { outcome: 'read', value: parsed.value }
}

function refused(code: Parameters<typeof problem>[0], detail: string): Body<never> {
  return { outcome: 'refused', problem: problem(code, detail) }
}

/** Undefined as soon as the body is known to be larger than `max` bytes; the rest is not read. */
async function readText(request: Request, max: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > max) return undefined
  if (request.body === null) return ''
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for await (const chunk of request.body) {
    bytes += chunk.byteLength
    if (bytes > max) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

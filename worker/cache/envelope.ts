/**
 * How an entry travels to a slower tier:
 *
 *   [u32 little-endian: length n of the description][n bytes: description, JSON][the body, as it came]
 *
 * What comes back from a tier is a boundary: it may be cut, of an older layout, or another program's.
 */
import * as v from 'valibot'
import type { StoredEntry } from '#core/cache/entry'
import { epochMs } from '#core/contract/time'

/** Raised when the layout changes, so that an older isolate's entries are misses and not surprises. */
const LAYOUT = 2

const finite = v.pipe(v.number(), v.finite())
const epoch = v.pipe(finite, v.transform(epochMs))
const description = v.object({
  layout: v.literal(LAYOUT),
  status: v.pipe(v.number(), v.integer()),
  headers: v.array(v.tuple([v.string(), v.string()])),
  requestedAt: epoch,
  receivedAt: epoch,
  ageOnArrival: finite,
  deadlines: v.object({
    freshUntil: epoch,
    revalidateUntil: epoch,
    errorUntil: epoch,
    disconnectedUntil: epoch,
    keepUntil: epoch,
  }),
  loadMs: finite,
  tags: v.array(v.string()),
  vary: v.array(v.string()),
  selecting: v.string(),
  family: v.string(),
  sequence: finite,
  bodyBytes: v.pipe(v.number(), v.integer()),
})

export function encodeEnvelope(entry: StoredEntry): Uint8Array {
  const { body, ...rest } = entry
  const head = new TextEncoder().encode(JSON.stringify({ layout: LAYOUT, ...rest, bodyBytes: body.byteLength }))
  const bytes = new Uint8Array(4 + head.byteLength + body.byteLength)
  new DataView(bytes.buffer).setUint32(0, head.byteLength, true)
  bytes.set(head, 4)
  bytes.set(body, 4 + head.byteLength)
  return bytes
}

/** `undefined`: not an envelope of this layout, or not all of it. */
export function decodeEnvelope(bytes: Uint8Array): StoredEntry | undefined {
  if (bytes.byteLength < 4) return undefined
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
  if (4 + length > bytes.byteLength) return undefined
  const parsed = v.safeParse(description, parseJson(bytes.subarray(4, 4 + length)))
  if (!parsed.success) return undefined
  const { layout: _layout, bodyBytes, ...rest } = parsed.output
  const body = bytes.subarray(4 + length)
  return body.byteLength === bodyBytes ? { ...rest, body } : undefined
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Which paths are answered from which origin, as configuration says it: a JSON list such as
 * `[{"path": "/shop/*", "origin": "https://shop.example.com", "visitors": "strip", "params": ["page"]}]`. Several addresses
 * that hold the same are a list: `"origin": ["https://a.example.com", "https://b.example.com"]`.
 */
import * as v from 'valibot'

/** Exact, or everything below a prefix. The API's own paths cannot be taken over: its routes are matched first. */
const path = v.pipe(v.string(), v.regex(/^\/[^\s?#*]*(?:\/\*|\*)?$/, 'expected a path such as /shop/* or /robots.txt'))
const origin = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^\s?#@]+$/, 'expected an http(s) address without user, query or fragment'),
)
const fieldName = v.pipe(v.string(), v.toLowerCase(), v.regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/, 'expected a field name'))

/** A larger body is passed through: an isolate has 128 MB for everything. */
const MAX_BODY_BYTES = 2 * 1024 * 1024

const upstreamSchema = v.strictObject({
  path,
  origin: v.union([origin, v.pipe(v.array(origin), v.minLength(1, 'expected at least one address'))]),
  visitors: v.optional(v.picklist(['bypass', 'strip', 'origin-decides']), 'bypass'),
  params: v.optional(v.union([v.literal('all'), v.array(v.string())]), 'all'),
  fields: v.optional(v.array(fieldName), []),
})

export const upstreamsSchema = v.pipe(
  v.array(upstreamSchema),
  v.check((list) => new Set(list.map((one) => one.path)).size === list.length, 'two upstreams have the same path'),
)

export type UpstreamConfig = Omit<v.InferOutput<typeof upstreamSchema>, 'origin'> & {
  origins: string[]
  maxBodyBytes: number
}

export function upstreamConfigs(parsed: v.InferOutput<typeof upstreamsSchema>): UpstreamConfig[] {
  return parsed.map(({ origin: given, ...rest }) => {
    return { ...rest, origins: Array.isArray(given) ? given : [given], maxBodyBytes: MAX_BODY_BYTES }
  })
}

/** Every setting and every default in one place; parsed once per isolate. */
import * as v from 'valibot'
import { parse, type Parsed } from '#core/contract/parse'
import type { Quota } from '#core/limit/gcra'
import { upstreamConfigs, upstreamsSchema, type UpstreamConfig } from './cache/upstream-config.ts'
import type { Env } from './env.ts'

const POLICIES = ['suggest', 'search', 'recommend', 'events', 'me', 'erase', 'admin'] as const
export type PolicyName = (typeof POLICIES)[number]

export type Config = {
  /** Where the log and the rules are written: the first of the list. */
  originUrl: string
  /** Where reads go: each to the better of two. */
  originUrls: string[]
  originSecret: string
  /** The first signs, all verify: a new secret is put in front, the old one removed a cookie's lifetime later. */
  identitySecrets: string[]
  adminToken: string
  allowedOrigins: Set<string>
  /** How long a read waits for the visitor's object before it answers without it. */
  sessionDeadlineMs: number
  limits: Record<PolicyName, Quota>
  redis: { url: string; token: string } | undefined
  upstreams: UpstreamConfig[]
}

export type Configured = { outcome: 'configured'; config: Config } | { outcome: 'misconfigured'; detail: string }

/** A visitor's page asks a few times a second at most; an office behind one address is many visitors. */
const DEFAULT_LIMITS: Record<PolicyName, Quota> = {
  suggest: { tokens: 3_000, windowMs: 60_000 },
  search: { tokens: 1_200, windowMs: 60_000 },
  recommend: { tokens: 1_200, windowMs: 60_000 },
  events: { tokens: 600, windowMs: 60_000 },
  me: { tokens: 300, windowMs: 60_000 },
  erase: { tokens: 20, windowMs: 60_000 },
  admin: { tokens: 60, windowMs: 60_000 },
}

const secret = v.pipe(v.string('is not set'), v.minLength(32, 'is shorter than 32 characters'))
const schema = v.object({
  ORIGIN_URL: v.pipe(
    v.string('is not set: give the address of the origin service, such as https://origin.example.com'),
    v.transform((text) => listed(text).map((url) => url.replace(/\/+$/, ''))),
    v.check(
      (urls) => urls.length > 0 && urls.every((url) => /^https?:\/\/[^\s?#]+$/.test(url) && URL.canParse(url)),
      'is not an http(s) address, or some with commas between: expected something like https://origin.example.com',
    ),
  ),
  ORIGIN_SECRET: secret,
  IDENTITY_SECRET: secret,
  ADMIN_TOKEN: secret,
  ALLOWED_ORIGINS: v.optional(v.string(), ''),
  SESSION_DEADLINE_MS: v.optional(
    v.pipe(v.string(), v.regex(/^[1-9]\d{0,4}$/, 'is not a number of milliseconds'), v.transform(Number)),
    '40',
  ),
  /** Read by the session objects, which have nobody to tell; refused here, so that it is never wrong there. */
  RETENTION_DAYS: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/, 'is not a whole number of days'))),
  LIMITS: v.optional(v.string(), '{}'),
  REDIS_URL: v.optional(v.pipe(v.string(), v.regex(/^https?:\/\/[^\s?#]+$/, 'is not an http(s) address'))),
  REDIS_TOKEN: v.optional(v.pipe(v.string(), v.minLength(1, 'is empty'))),
  UPSTREAMS: v.optional(v.string(), '[]'),
})

const count = (what: string) => v.pipe(v.number(), v.integer(), v.minValue(1, `expected at least one ${what}`))
const limitsSchema = v.strictObject(
  v.entriesFromList(POLICIES, v.optional(v.strictObject({ tokens: count('token'), windowSeconds: count('second') }))),
)

/** Never throws: a misconfigured Worker answers every request with a sentence that says what to set. */
export function readConfig(env: Env): Configured {
  const values = parse(schema, {
    ORIGIN_URL: env.ORIGIN_URL,
    ORIGIN_SECRET: env.ORIGIN_SECRET,
    IDENTITY_SECRET: env.IDENTITY_SECRET,
    ADMIN_TOKEN: env.ADMIN_TOKEN,
    ALLOWED_ORIGINS: env.ALLOWED_ORIGINS,
    SESSION_DEADLINE_MS: env.SESSION_DEADLINE_MS,
    RETENTION_DAYS: env.RETENTION_DAYS,
    LIMITS: env.LIMITS,
    REDIS_URL: env.REDIS_URL,
    REDIS_TOKEN: env.REDIS_TOKEN,
    UPSTREAMS: env.UPSTREAMS,
  })
  if (values.outcome === 'rejected') return { outcome: 'misconfigured', detail: values.detail }
  const limits = readLimits(values.value.LIMITS)
  if (limits.outcome === 'rejected') return { outcome: 'misconfigured', detail: `LIMITS: ${limits.detail}` }
  const upstreams = readUpstreams(values.value.UPSTREAMS)
  if (upstreams.outcome === 'rejected') return { outcome: 'misconfigured', detail: `UPSTREAMS: ${upstreams.detail}` }
  const { REDIS_URL, REDIS_TOKEN } = values.value
  if ((REDIS_URL === undefined) !== (REDIS_TOKEN === undefined)) {
    return { outcome: 'misconfigured', detail: 'REDIS_URL and REDIS_TOKEN: set both or neither' }
  }
  const { ORIGIN_URL, ORIGIN_SECRET, IDENTITY_SECRET, ADMIN_TOKEN, ALLOWED_ORIGINS, SESSION_DEADLINE_MS } = values.value
  return {
    outcome: 'configured',
    config: {
      originUrl: ORIGIN_URL[0] ?? '',
      originUrls: ORIGIN_URL,
      originSecret: ORIGIN_SECRET,
      identitySecrets: listed(IDENTITY_SECRET),
      adminToken: ADMIN_TOKEN,
      allowedOrigins: new Set(listed(ALLOWED_ORIGINS)),
      sessionDeadlineMs: SESSION_DEADLINE_MS,
      limits: limits.value,
      redis: REDIS_URL === undefined || REDIS_TOKEN === undefined ? undefined : { url: REDIS_URL, token: REDIS_TOKEN },
      upstreams: upstreams.value,
    },
  }
}

function readUpstreams(json: string): Parsed<UpstreamConfig[]> {
  const given = parseJson(upstreamsSchema, json)
  return given.outcome === 'rejected' ? given : { outcome: 'parsed', value: upstreamConfigs(given.value) }
}

function parseJson<T>(schema: v.GenericSchema<unknown, T>, json: string): Parsed<T> {
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch (cause) {
    return { outcome: 'rejected', detail: `is not JSON: ${String(cause)}` }
  }
  return parse(schema, raw)
}

function readLimits(json: string): Parsed<Config['limits']> {
  const given = parseJson(limitsSchema, json)
  if (given.outcome === 'rejected') return given
  const value = { ...DEFAULT_LIMITS }
  for (const name of POLICIES) {
    const own = given.value[name]
    if (own !== undefined) value[name] = { tokens: own.tokens, windowMs: own.windowSeconds * 1_000 }
  }
  return { outcome: 'parsed', value }
}

const listed = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** `POST /v1/admin/purge`: what is named stops being used, everywhere within the time that the answer tells. */
import * as v from 'valibot'
import { problem } from '#core/contract/problem'
import type { PurgeScope } from '#core/cache/purge'
import { MAX_TAG_LENGTH } from '#core/cache/tags'
import { readJson } from '../body.ts'
import { logFault } from '../log-fault.ts'
import { noParams, readParams } from '../params.ts'
import { refuse, respond } from '../respond.ts'
import type { AppContext } from '../request.ts'

const MAX_NAMES = 100
const MAX_KEY_LENGTH = 1_024
const namesUpTo = (length: number) =>
  v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(length))), v.maxLength(MAX_NAMES)), [])
const schema = v.pipe(
  v.strictObject({
    mode: v.optional(v.picklist(['soft', 'hard']), 'soft'),
    keys: namesUpTo(MAX_KEY_LENGTH),
    tags: namesUpTo(MAX_TAG_LENGTH),
    prefixes: namesUpTo(MAX_KEY_LENGTH),
    everything: v.optional(v.literal(true)),
  }),
  v.check(
    (body) => body.everything === true || body.keys.length + body.tags.length + body.prefixes.length > 0,
    'expected one of keys, tags, prefixes, or "everything": true',
  ),
)

export async function purge(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, noParams)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const body = await readJson(c, schema)
  if (body.outcome === 'refused') return refuse(c, body.problem)
  const { mode, keys, tags, prefixes, everything } = body.value
  const { purges, upstreams, keyBeginnings } = c.get('deps')
  const isNoPath = (scope: PurgeScope): boolean => upstreams.scopesOf(scope).length === 0
  const nothing = namesNothing(keyBeginnings, {
    keys: keys.filter((value) => isNoPath({ by: 'key', value })),
    prefixes: prefixes.filter((value) => isNoPath({ by: 'prefix', value })),
  })
  if (nothing !== undefined) return refuse(c, problem('bad-request', nothing))
  const named: PurgeScope[] = [
    ...keys.map((value) => ({ by: 'key', value }) as const),
    ...tags.map((value) => ({ by: 'tag', value }) as const),
    ...prefixes.map((value) => ({ by: 'prefix', value }) as const),
    ...(everything === true ? [{ by: 'everything' } as const] : []),
  ]
  const scopes = named.flatMap((scope) => [scope, ...upstreams.scopesOf(scope)])
  try {
    const { sequence, visibleEverywhereInMs } = await purges.purge(mode, scopes)
    const by = new Date(c.get('deps').now() + visibleEverywhereInMs).toISOString()
    return respond(c, { sequence, mode, scopes: named.length, visibleEverywhereBy: by }, { status: 202 })
  } catch (cause) {
    // Fail closed: a purge that is not written down has not happened, and the operator must know.
    logFault(c, { event: 'purge-failed', cause: String(cause) })
    const detail =
      'the purge could not be written down where every location reads it: nothing is promised, send it again'
    return refuse(c, problem('unavailable', detail), { 'retry-after': '5' })
  }
}

/** Why a key or prefix that is no path of an upstream can be that of nothing kept here: a purge that does nothing must not look as if it had. */
function namesNothing(
  beginnings: readonly string[],
  { keys, prefixes }: { keys: readonly string[]; prefixes: readonly string[] },
): string | undefined {
  const key = keys.find((name) => !beginnings.some((begin) => name.startsWith(begin)))
  const prefix = prefixes.find((name) => !beginnings.some((begin) => name.startsWith(begin) || begin.startsWith(name)))
  const wrong = key ?? prefix
  if (wrong === undefined) return undefined
  const expected = beginnings.map((begin) => JSON.stringify(begin)).join(', ')
  return `${key === undefined ? 'prefixes' : 'keys'}: nothing is kept under "${wrong.slice(0, 64)}"; keys begin with ${expected}`
}

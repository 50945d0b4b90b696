/**
 * `POST /v1/admin/publish`: which version of an artifact is served, an older one or a newer one; `?upload=model` serves
 * the trained model in the body. Checked by the origin before anything points at it.
 */
import * as v from 'valibot'
import { MAX_MODEL_BYTES } from '#core/contract/model'
import { publishRequest } from '#core/contract/operations'
import { problem } from '#core/contract/problem'
import { readJson } from '../body.ts'
import { logFault } from '../log-fault.ts'
import type { Published } from '../model/publisher.ts'
import { readParams } from '../params.ts'
import { refuse, respond } from '../respond.ts'
import type { AppContext } from '../request.ts'

/** The pointers are fresh for 5 s, served once more while they are refreshed, and looked at every 2 s. */
const IN_EFFECT_MS = 15_000

const schema = v.object({ upload: v.optional(v.picklist(['model'], 'expected model')) })

export async function publish(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, schema)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  if (params.value.upload === 'model') return upload(c)
  const choice = await readJson(c, publishRequest)
  if (choice.outcome === 'refused') return refuse(c, choice.problem)
  return answer(c, await c.get('deps').publisher.choose(choice.value))
}

async function upload(c: AppContext): Promise<Response> {
  const { body, headers } = c.req.raw
  if (body === null) return refuse(c, problem('bad-request', 'the body is empty; npm run publish-model sends one'))
  if (Number(headers.get('content-length') ?? 0) > MAX_MODEL_BYTES)
    return refuse(c, problem('too-large', `a model has at most ${MAX_MODEL_BYTES} bytes`))
  return answer(c, await c.get('deps').publisher.upload(body))
}

function answer(c: AppContext, published: Published): Response {
  switch (published.outcome) {
    case 'published': {
      const inEffectBy = new Date(c.get('deps').now() + IN_EFFECT_MS).toISOString()
      return respond(c, { ...published.versions, inEffectBy })
    }
    case 'refused':
      return refuse(c, problem(published.status === 404 ? 'not-found' : 'bad-request', published.detail))
    case 'unavailable': {
      logFault(c, { event: 'not-published', cause: published.cause })
      const detail = 'the origin did not publish it; what was served before still is'
      return refuse(c, problem('unavailable', detail), { 'retry-after': '5' })
    }
    default:
      return published satisfies never
  }
}

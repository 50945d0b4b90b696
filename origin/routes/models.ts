import type { Handler } from 'hono'
import { MAX_MODEL_BYTES, modelUpload } from '#core/contract/model'
import { problemReply } from '../http/problem-reply.ts'
import { readBody } from '../http/read-body.ts'
import { publishModel } from '../models/publish-model.ts'
import type { Ports } from '../ports.ts'

/** Takes a trained model and serves it, all of it or nothing. */
export function takeModel({ artifacts, now }: Ports): Handler {
  return async (c) => {
    const upload = await readBody(c.req.raw, modelUpload, MAX_MODEL_BYTES)
    if (upload.outcome === 'refused') return upload.response
    const published = await publishModel(artifacts, upload.value, now())
    if (published.outcome === 'refused') return problemReply('bad-request', `not published: ${published.reason}`)
    return c.json(await artifacts.versions('model'), 200, { 'cache-control': 'no-store' })
  }
}

/** The Worker's entry: wires the platform's handlers, decides nothing. */
import type { LogBatch } from '#core/contract/events'
import { app } from './app.ts'
import { readConfig } from './config.ts'
import type { Env } from './env.ts'
import { consume } from './events/consume.ts'

export { BucketObject } from '../durable-objects/bucket.ts'
export { PurgeLogObject } from '../durable-objects/purge-log.ts'
export { SessionObject } from '../durable-objects/session.ts'

export default {
  fetch: app.fetch,
  async queue(batch, env) {
    const configured = readConfig(env)
    if (configured.outcome === 'misconfigured') throw new Error(`not configured: ${configured.detail}`)
    const { originUrl, originSecret } = configured.config
    await consume(batch, { originUrl, originSecret, fetch: (input, init) => fetch(input, init) })
  },
} satisfies ExportedHandler<Env, LogBatch>

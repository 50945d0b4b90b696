/** The purge log in a Durable Object, for a deployment without Redis. */
import type { Purge } from '#core/cache/purge'
import { within } from '#core/deadline'
import type { Env } from '../env.ts'
import { timer } from '../timer.ts'
import type { PurgeLog, PurgePage } from './purge-view.ts'

/** An operator waits for it. A purge that comes later than this still counts, and may be sent again. */
const APPEND_TIMEOUT_MS = 2_000

export function createObjectPurgeLog(options: { objects: Env['PURGES']; namespace: string }): PurgeLog {
  // A new stub for each call: one whose object has failed stays broken.
  const log = () => options.objects.get(options.objects.idFromName(options.namespace))
  return {
    async append(mode, scopes) {
      const answer = await within(async () => log().append(mode, scopes), APPEND_TIMEOUT_MS, timer)
      if (answer.outcome === 'in-time') return answer.value
      if (answer.outcome === 'failed') throw answer.cause
      throw new Error(`the purge log did not answer in ${APPEND_TIMEOUT_MS} ms`)
    },
    async since(sequence): Promise<PurgePage> {
      const told: { purges: Purge[]; sequence: number } = await log().since(sequence)
      return { ...told, more: false }
    },
  }
}

import type { Purge } from '#core/cache/purge'
import type { PurgeLog } from '../../worker/cache/purge-view.ts'

/** A purge log that several isolates of one test share, as they share the one in Redis. */
export function createSharedPurgeLog(): PurgeLog {
  const purges: Purge[] = []
  return {
    append(mode, scopes) {
      const sequence = purges.length + 1
      for (const scope of scopes) purges.push({ sequence, mode, scope })
      return Promise.resolve(purges.length)
    },
    since: (sequence) =>
      Promise.resolve({
        purges: purges.filter((purge) => purge.sequence > sequence),
        sequence: purges.length,
        more: false,
      }),
  }
}

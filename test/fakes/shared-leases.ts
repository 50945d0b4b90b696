import { unleased, type Lease, type Leases } from '../../worker/cache/leases.ts'

const OPEN_MS = 10_000

/**
 * Leases that several isolates of one test share, as they share those in Redis: one holder for `leaseMs` after its last renewal, everybody
 * for ten seconds after a reply that only its own visitor may have, and none when they are down. It knows which grants have been loaded under.
 */
export function createSharedLeases(options: { now: () => number; leaseMs: number }) {
  const granted = new Map<string, { until: number; loads: number; open?: true }>()
  const state = { down: false, ungranted: 0 }
  const give = (key: string, grant: object) => async (to: 'next' | 'everybody') => {
    if (granted.get(key) !== grant) return
    if (to === 'next') granted.delete(key)
    else granted.set(key, { until: options.now() + OPEN_MS, loads: 0, open: true })
  }
  const noRenewal = (): Promise<void> => Promise.resolve()
  const leases: Leases = {
    acquire(key): Promise<Lease> {
      if (state.down) {
        state.ungranted += 1
        return Promise.resolve(unleased)
      }
      const current = granted.get(key)
      if (current !== undefined && options.now() < current.until) {
        if (!current.open) return Promise.resolve({ outcome: 'taken' })
        state.ungranted += 1
        return Promise.resolve({ outcome: 'held', exclusive: false, renew: noRenewal, release: give(key, current) })
      }
      const grant = { until: options.now() + options.leaseMs, loads: 0 }
      granted.set(key, grant)
      const renew = async (): Promise<void> => {
        if (granted.get(key) === grant && options.now() < grant.until && !state.down) {
          grant.until = options.now() + options.leaseMs
        }
      }
      return Promise.resolve({ outcome: 'held', exclusive: true, renew, release: give(key, grant) })
    },
  }
  return {
    leases,
    state,
    /** Notes a load of `key` that has just begun, and says whether it may have: the first under a lease that holds. */
    load(key: string): boolean {
      const grant = granted.get(key)
      if (grant !== undefined && options.now() < grant.until && grant.loads === 0) {
        grant.loads += 1
        return true
      }
      if (state.ungranted === 0) return false
      state.ungranted -= 1
      return true
    },
  }
}

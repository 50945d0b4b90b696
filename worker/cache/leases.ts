/**
 * Who may load a key, across isolates and locations (after "Scaling Memcache at Facebook", NSDI 2013): one holder for a
 * bounded time. A lease only saves work: when it cannot be asked for, everybody loads. What makes a late holder harmless
 * is not the lease but the purge sequence that every entry carries.
 */
export type Lease =
  /** `exclusive`: nobody else has one now. Not when leases are down, or there are none. */
  | { outcome: 'held'; exclusive: boolean; release(): Promise<void> }
  /** Another isolate is loading the key. */
  | { outcome: 'taken' }

export type Leases = { acquire(key: string): Promise<Lease> }

/** When there is nobody to ask, everybody may load. */
export const unleased: Lease = { outcome: 'held', exclusive: false, release: () => Promise.resolve() }

/** Of a deployment without Redis: every isolate loads for itself. */
export const noLeases: Leases = { acquire: () => Promise.resolve(unleased) }

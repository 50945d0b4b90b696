/**
 * Who may load a key, across isolates and locations (after "Scaling Memcache at Facebook", NSDI 2013): one holder for a
 * bounded time. A lease only saves work: when it cannot be asked for, everybody loads. What makes a late holder harmless
 * is not the lease but the purge sequence that every entry carries.
 */
export type Lease =
  | { outcome: 'held'; release(): Promise<void> }
  /** Another isolate is loading the key. */
  | { outcome: 'taken' }

export type Leases = { acquire(key: string): Promise<Lease> }

/** Of a deployment without Redis: every isolate loads for itself. */
export const noLeases: Leases = {
  acquire: () => Promise.resolve({ outcome: 'held', release: () => Promise.resolve() }),
}

/**
 * Who may load a key, across isolates and locations (after "Scaling Memcache at Facebook", NSDI 2013): one holder, who
 * renews a short lease for as long as it loads, so that a holder that died is soon followed. A lease only saves work: when it cannot be asked for, everybody loads. What makes a late holder harmless
 * is not the lease but the purge sequence that every entry carries.
 */
export type Held = {
  outcome: 'held'
  /** Nobody else has one now. Not when leases are down, there are none, or the last reply was for nobody else. */
  exclusive: boolean
  /** It lasts as long again, counted from now: while the load goes on. */
  renew(): Promise<void>
  /** 'everybody': the reply is of no use to the others, who for a while need not wait for each other. */
  release(to: 'next' | 'everybody'): Promise<void>
}

export type Lease =
  | Held
  /** Another isolate is loading the key. */
  | { outcome: 'taken' }

export type Leases = { acquire(key: string): Promise<Lease> }

/** When there is nobody to ask, everybody may load. */
export const unleased: Held = {
  outcome: 'held',
  exclusive: false,
  renew: () => Promise.resolve(),
  release: () => Promise.resolve(),
}

/** Of a deployment without Redis: every isolate loads for itself. */
export const noLeases: Leases = { acquire: () => Promise.resolve(unleased) }

/**
 * BucketObject: the one place where a rate-limit key's use from all isolates and locations comes together.
 *
 * State is one number, the GCRA's arrival time. It is on disk because an evicted object would otherwise forget the
 * use of the last seconds; it is written only when the bucket will still be in debt after the ten idle seconds that
 * the platform waits before evicting, so that light use costs no row.
 */
import { DurableObject } from 'cloudflare:workers'
import { charge, take, type Quota, type Verdict } from '#core/limit/gcra'

const SQL = {
  create: 'CREATE TABLE IF NOT EXISTS bucket (id INTEGER PRIMARY KEY CHECK (id = 1), tat REAL NOT NULL)',
  read: 'SELECT tat FROM bucket WHERE id = 1',
  write: 'INSERT OR REPLACE INTO bucket (id, tat) VALUES (1, ?)',
}
const EVICTION_FLOOR_MS = 10_000

export class BucketObject extends DurableObject<unknown> {
  /** The clock, a field so that tests can set it. */
  now: () => number = Date.now
  private tat: number

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env)
    ctx.storage.sql.exec(SQL.create)
    this.tat = ctx.storage.sql.exec<{ tat: number }>(SQL.read).toArray()[0]?.tat ?? 0
  }

  /** Takes `cost` tokens, or refuses and says when to come back: for policies that ask before they act. */
  take(quota: Quota, cost: number): Verdict {
    const { verdict, tat } = take(this.tat, quota, { cost, now: this.now() })
    this.keep(tat)
    return verdict
  }

  /**
   * Adds tokens that an isolate admitted on its own account, and answers how long until the bucket is full again: the
   * isolate then knows what all the others used. A distance and not a time, because clocks differ.
   */
  report(quota: Quota, cost: number): { resetMs: number } {
    const now = this.now()
    this.keep(charge(this.tat, quota, { cost, now }))
    return { resetMs: Math.max(0, this.tat - now) }
  }

  private keep(tat: number): void {
    if (tat === this.tat) return
    this.tat = tat
    if (tat - this.now() > EVICTION_FLOOR_MS) this.ctx.storage.sql.exec(SQL.write, tat)
  }
}

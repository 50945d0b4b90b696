/**
 * PurgeLogObject: the purges of a deployment without Redis. One object for all locations, because a sequence has one
 * writer.
 *
 * The numbers are the object's clock made strictly growing; the greatest is a row of its own, so that it outlives both
 * eviction and the purges themselves. One row for each name and mode: only its newest purge can matter, and a purge
 * repeated a thousand times is one row. A purge older than any entry can be is pruned; when there are still too many
 * rows, the oldest become one purge of everything, which can cost a reload and never an old answer.
 */
import { DurableObject } from 'cloudflare:workers'
import { PURGE_KEPT_MS, type Purge, type PurgeMode, type PurgeScope } from '#core/cache/purge'

const SQL = {
  createPurges: `CREATE TABLE IF NOT EXISTS purges (
    mode TEXT NOT NULL, scope TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (mode, scope)) WITHOUT ROWID`,
  createOrder: 'CREATE INDEX IF NOT EXISTS purges_by_sequence ON purges (sequence)',
  createHead: 'CREATE TABLE IF NOT EXISTS head (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL)',
  readHead: 'SELECT sequence FROM head WHERE id = 1',
  writeHead: 'INSERT OR REPLACE INTO head (id, sequence) VALUES (1, ?)',
  write: 'INSERT OR REPLACE INTO purges (mode, scope, sequence) VALUES (?, ?, ?)',
  /** A purge of everything that is newer than what is spilled says more. */
  writeUnlessNewer: 'INSERT OR IGNORE INTO purges (mode, scope, sequence) VALUES (?, ?, ?)',
  since: 'SELECT mode, scope, sequence FROM purges WHERE sequence > ? ORDER BY sequence',
  prune: 'DELETE FROM purges WHERE sequence <= ?',
  newestBeyond: 'SELECT sequence FROM purges ORDER BY sequence DESC LIMIT 1 OFFSET ?',
}

type Row = { mode: PurgeMode; scope: string; sequence: number }

export class PurgeLogObject extends DurableObject<unknown> {
  /** The clock and the bound, fields so that tests can set them. */
  now: () => number = Date.now
  maxRows = 20_000
  private readonly sql: SqlStorage
  private head: number

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env)
    this.sql = ctx.storage.sql
    for (const statement of [SQL.createPurges, SQL.createOrder, SQL.createHead]) this.sql.exec(statement)
    this.head = this.sql.exec<{ sequence: number }>(SQL.readHead).toArray()[0]?.sequence ?? 0
  }

  /** The number of this purge. It is answered when it is on disk: the platform holds the answer back until then. */
  append(mode: PurgeMode, scopes: readonly PurgeScope[]): number {
    this.ctx.storage.transactionSync(() => {
      this.head = Math.max(this.now(), this.head + 1)
      this.sql.exec(SQL.writeHead, this.head)
      for (const scope of scopes) this.sql.exec(SQL.write, mode, JSON.stringify(scope), this.head)
      this.sql.exec(SQL.prune, this.now() - PURGE_KEPT_MS)
      this.spill()
    })
    return this.head
  }

  /** Every purge after `sequence`, and the greatest number given out. */
  since(sequence: number): { purges: Purge[]; sequence: number } {
    if (sequence >= this.head) return { purges: [], sequence: this.head }
    const rows = this.sql.exec<Row>(SQL.since, sequence).toArray()
    return { purges: rows.map((row) => ({ ...row, scope: JSON.parse(row.scope) as PurgeScope })), sequence: this.head }
  }

  private spill(): void {
    const beyond = this.sql.exec<{ sequence: number }>(SQL.newestBeyond, this.maxRows).toArray()[0]
    if (beyond === undefined) return
    this.sql.exec(SQL.prune, beyond.sequence)
    this.sql.exec(
      SQL.writeUnlessNewer,
      'hard',
      JSON.stringify({ by: 'everything' } satisfies PurgeScope),
      beyond.sequence,
    )
  }
}

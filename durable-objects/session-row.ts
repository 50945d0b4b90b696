/** The one row of a SessionObject: named statements, and the codec between row and memory. */
import type { LogBatch } from '#core/contract/events'
import { emptyState, type SessionState } from '#core/session/state'

export type StoredSession = { state: SessionState; seen: ArrayBuffer | undefined; outbox: LogBatch; consent: boolean }

const SQL = {
  create: `CREATE TABLE IF NOT EXISTS session (
    id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, consent INTEGER NOT NULL,
    state TEXT NOT NULL, seen BLOB, outbox TEXT NOT NULL)`,
  read: 'SELECT version, consent, state, seen, outbox FROM session WHERE id = 1',
  write: 'INSERT OR REPLACE INTO session (id, version, consent, state, seen, outbox) VALUES (1, ?, ?, ?, ?, ?)',
}

/** The layout of `state`. A row of another version is not read: the session starts anew, the log has the history. */
const VERSION = 2

type Row = { version: number; consent: number; state: string; seen: ArrayBuffer | null; outbox: string }

export class SessionRow {
  private readonly sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.sql = sql
    this.create()
  }

  /** Also after deleteAll(), which drops the table. */
  create(): void {
    this.sql.exec(SQL.create)
  }

  read(): StoredSession {
    const row = this.sql.exec<Row>(SQL.read).toArray()[0]
    if (row === undefined)
      return { state: emptyState, seen: undefined, outbox: { events: [], erased: [] }, consent: true }
    const current = row.version === VERSION
    return {
      // Rows are written by this class only and read back in the same version: the JSON is ours.
      state: current ? (JSON.parse(row.state) as SessionState) : emptyState,
      seen: current ? (row.seen ?? undefined) : undefined,
      outbox: JSON.parse(row.outbox) as LogBatch,
      consent: row.consent === 1,
    }
  }

  write(stored: StoredSession): void {
    this.sql.exec(
      SQL.write,
      VERSION,
      stored.consent ? 1 : 0,
      JSON.stringify(stored.state),
      stored.seen ?? null,
      JSON.stringify(stored.outbox),
    )
  }
}

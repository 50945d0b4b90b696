/** The one row of a SessionObject: named statements, and the codec between row and memory. */
import type { LogBatch } from '#core/contract/events'
import { decodeState, stateJson } from '#core/session/codec'
import { migrateV2 } from '#core/session/migrate-v2'
import { emptyState, type SessionState } from '#core/session/state'

export type StoredSession = { state: SessionState; seen: ArrayBuffer | undefined; outbox: LogBatch; consent: boolean }

const SQL = {
  create: `CREATE TABLE IF NOT EXISTS session (
    id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, consent INTEGER NOT NULL,
    state TEXT NOT NULL, seen BLOB, outbox TEXT NOT NULL)`,
  read: 'SELECT version, consent, state, seen, outbox FROM session WHERE id = 1',
  write: 'INSERT OR REPLACE INTO session (id, version, consent, state, seen, outbox) VALUES (1, ?, ?, ?, ?, ?)',
}

/** The layout of `state`: 3 is core/session/codec.ts. Rows of 2 are taken over; those of any other start anew. */
const VERSION = 3

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
    const state = stateOf(row)
    return {
      state: state ?? emptyState,
      seen: state === undefined ? undefined : (row.seen ?? undefined),
      outbox: JSON.parse(row.outbox) as LogBatch,
      consent: row.consent === 1,
    }
  }

  write(stored: StoredSession): void {
    this.sql.exec(
      SQL.write,
      VERSION,
      stored.consent ? 1 : 0,
      stateJson(stored.state),
      stored.seen ?? null,
      JSON.stringify(stored.outbox),
    )
  }
}

/** Rows are written by this class only, each in the form of its version: the JSON is ours. */
function stateOf({ version, state }: Row): SessionState | undefined {
  if (version === VERSION) return decodeState(JSON.parse(state))
  return version === 2 ? migrateV2(JSON.parse(state)) : undefined
}

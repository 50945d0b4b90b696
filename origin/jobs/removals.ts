import type { DatabaseSync } from 'node:sqlite'
import { normalise } from '#core/text/normalise'
import { createStatements } from '../storage/statements.ts'
import { inTransaction } from '../storage/transaction.ts'

/** Completions that operators took out, by normal form. */
export type Removals = {
  list: () => Promise<string[]>
  change: (texts: { remove: readonly string[]; restore: readonly string[] }) => Promise<void>
}

export function sqliteRemovals(database: DatabaseSync): Removals {
  const sql = createStatements(database)
  return {
    list: async () =>
      sql('SELECT key FROM removals ORDER BY key')
        .all()
        .map((row) => String(row.key)),
    change: async ({ remove, restore }) =>
      inTransaction(database, () => {
        for (const text of remove) sql('INSERT OR IGNORE INTO removals (key) VALUES (?)').run(normalise(text))
        for (const text of restore) sql('DELETE FROM removals WHERE key = ?').run(normalise(text))
      }),
  }
}

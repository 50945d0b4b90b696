import type { DatabaseSync } from 'node:sqlite'
import { MIGRATIONS } from './migrations.ts'
import { inTransaction } from './transaction.ts'

type MigrateOutcome = { outcome: 'current' } | { outcome: 'newer'; found: number; known: number }

/** Takes the steps that `database` has not taken, all or none. A file from a newer version is left alone. */
export function migrate(database: DatabaseSync): MigrateOutcome {
  const version = (): number => Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (version() > MIGRATIONS.length) return { outcome: 'newer', found: version(), known: MIGRATIONS.length }
  // Read again inside: another process may have migrated in between.
  if (version() < MIGRATIONS.length) {
    inTransaction(database, () => {
      for (const step of MIGRATIONS.slice(version())) database.exec(step)
      database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
    })
  }
  return { outcome: 'current' }
}

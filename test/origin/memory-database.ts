import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { migrate } from '../../origin/storage/migrate.ts'

/** A real SQLite database with our schema, in memory, closed after the test. */
export function memoryDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  onTestFinished(() => database.close())
  return database
}

import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Prepares each SQL text once. The texts differ only in their shape (values are bound), so there are few. */
export type Statements = (sql: string) => StatementSync

const MAX_STATEMENTS = 256

export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>()
  return (sql) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    if (prepared.size >= MAX_STATEMENTS) prepared.clear()
    const statement = database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }
}

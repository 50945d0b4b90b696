import type { DatabaseSync } from 'node:sqlite'
import { rulesReply, type Rule } from '#core/contract/rules'
import { parseReply } from '#core/contract/parse'
import { createStatements } from '../storage/statements.ts'

/** An operator's rules, in their order. */
export type RuleStore = {
  list: () => Promise<Rule[]>
  /** Instead of all that were there. */
  replace: (rules: readonly Rule[]) => Promise<void>
}

/** The rules in the table `rules`: one row, because they are only ever read and written whole. */
export function sqliteRuleStore(database: DatabaseSync): RuleStore {
  const sql = createStatements(database)
  return {
    list: async () => {
      const stored = sql('SELECT reply FROM rules').get()?.reply
      return stored === undefined ? [] : parseReply(rulesReply, JSON.parse(String(stored))).rules
    },
    replace: async (rules) => {
      sql('INSERT OR REPLACE INTO rules (only, reply) VALUES (1, ?)').run(JSON.stringify({ rules }))
    },
  }
}

import type { Impression } from '#core/contract/impressions'
import type { Statements } from '../storage/statements.ts'

/** One row; an id that is there already changes nothing. */
export function insertImpression(sql: Statements, shown: Impression): void {
  sql(
    `INSERT OR IGNORE INTO impressions
     (id, at, visitor, surface, seed, query, filter, model, policy, first, items, explored_position, propensity, context)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    shown.id,
    shown.at,
    shown.visitor,
    shown.surface,
    shown.seed,
    shown.query,
    shown.filter,
    shown.model,
    shown.policy,
    shown.first,
    JSON.stringify(shown.items),
    shown.explored?.position ?? null,
    shown.explored?.propensity ?? null,
    shown.context === undefined ? null : JSON.stringify(shown.context),
  )
}

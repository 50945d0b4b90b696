import type { Rule } from '#core/contract/rules'
import { waitUntilOf, type AppContext } from '../request.ts'
import { rules } from '../shared-parts.ts'

/** As long as a location's very first visitor waits for rules; later ones find them in memory. */
const DEADLINE_MS = 500

/** Fails open: a search without rules is better than none. Counted, so that it is seen. */
export async function currentRules(c: AppContext): Promise<readonly Rule[]> {
  const answer = await c.get('deps').cache.get(rules(), { waitUntil: waitUntilOf(c), deadlineMs: DEADLINE_MS })
  if (answer.outcome === 'answered') return answer.value.rules
  c.get('deps').metrics.count('rules_unread', { outcome: answer.outcome })
  return []
}

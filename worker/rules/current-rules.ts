import type { Rule, RulesReply } from '#core/contract/rules'
import type { SharedAnswer } from '../cache/shared-cache.ts'
import { waitUntilOf, type AppContext } from '../request.ts'
import { rules } from '../shared-parts.ts'

/** As long as the first visitor of a location, or after an hour without any, waits for rules; others find them in memory. */
const DEADLINE_MS = 500

/** Fails open: a search without rules is better than none. Counted, so that it is seen. */
export function currentRules(c: AppContext): readonly Rule[] | Promise<readonly Rule[]> {
  const answer = c.get('deps').cache.get(rules(), { waitUntil: waitUntilOf(c), deadlineMs: DEADLINE_MS })
  return answer instanceof Promise ? answer.then((late) => rulesOf(c, late)) : rulesOf(c, answer)
}

function rulesOf(c: AppContext, answer: SharedAnswer<RulesReply>): readonly Rule[] {
  if (answer.outcome === 'answered') return answer.value.rules
  c.get('deps').metrics.count('rules_unread', { outcome: answer.outcome })
  return []
}

/** Hands an operator's rules to the origin, which keeps them. Fails closed: the operator is told what is not stored. */
import type { Rule } from '#core/contract/rules'

const DEADLINE_MS = 5_000

type Written = { outcome: 'stored' } | { outcome: 'unavailable'; cause: string }
export type RuleWriter = (rules: readonly Rule[]) => Promise<Written>

export function createRuleWriter(target: { originUrl: string; originSecret: string; fetch: typeof fetch }): RuleWriter {
  return async function writeRules(rules) {
    try {
      const response = await target.fetch(`${target.originUrl}/v1/rules`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${target.originSecret}` },
        body: JSON.stringify({ rules }),
        redirect: 'manual',
        signal: AbortSignal.timeout(DEADLINE_MS),
      })
      await response.body?.cancel()
      if (response.ok) return { outcome: 'stored' }
      return { outcome: 'unavailable', cause: `the origin answered ${response.status}` }
    } catch (cause) {
      return { outcome: 'unavailable', cause: String(cause) }
    }
  }
}

/** An operator's rules as the origin keeps them, past every cache. Fails closed: the operator is told what is not known or stored. */
import { parseReply } from '#core/contract/parse'
import { rulesReply, type Rule } from '#core/contract/rules'

const DEADLINE_MS = 5_000

type Unavailable = { outcome: 'unavailable'; cause: string }

export type StoredRules = {
  read: () => Promise<{ outcome: 'read'; rules: Rule[] } | Unavailable>
  /** Instead of all that are stored. */
  replace: (rules: readonly Rule[]) => Promise<{ outcome: 'stored' } | Unavailable>
}

export function createStoredRules(target: {
  originUrl: string
  originSecret: string
  fetch: typeof fetch
}): StoredRules {
  const ask = (init: RequestInit): Promise<Response> =>
    target.fetch(`${target.originUrl}/v1/rules`, {
      ...init,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${target.originSecret}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
  return {
    async read() {
      try {
        const response = await ask({ method: 'GET' })
        if (response.ok) return { outcome: 'read', ...parseReply(rulesReply, await response.json()) }
        await response.body?.cancel()
        return answered(response)
      } catch (cause) {
        return { outcome: 'unavailable', cause: String(cause) }
      }
    },
    async replace(rules) {
      try {
        const response = await ask({ method: 'PUT', body: JSON.stringify({ rules }) })
        await response.body?.cancel()
        return response.ok ? { outcome: 'stored' } : answered(response)
      } catch (cause) {
        return { outcome: 'unavailable', cause: String(cause) }
      }
    },
  }
}

const answered = ({ status }: Response): Unavailable => ({
  outcome: 'unavailable',
  cause: `the origin answered ${status}`,
})

/** Health, readiness and counters. */
import { problem } from '#core/contract/problem'
import { within } from '#core/deadline'
import { noParams, readParams } from '../params.ts'
import { refuse, respond, respondText } from '../respond.ts'
import { waitUntilOf, type AppContext } from '../request.ts'

const ORIGIN_DEADLINE_MS = 2_000

/** The Worker runs. Says nothing about what it depends on. Here and in `readyz` any parameter does: checkers add them. */
export function healthz(c: AppContext): Response {
  return respond(c, { status: 'ok' })
}

/** The Worker can answer everything: the origin is ready and the suggestion index is loaded. 503 names what is not. */
export async function readyz(c: AppContext): Promise<Response> {
  const { originReady, suggest, timer } = c.get('deps')
  const [origin, index] = await Promise.all([within(originReady, ORIGIN_DEADLINE_MS, timer), suggest(waitUntilOf(c))])
  const checks = {
    origin: origin.outcome === 'in-time' && origin.value ? 'ok' : 'unreachable',
    suggestIndex: index === undefined ? 'not loaded' : 'ok',
  }
  const ready = Object.values(checks).every((check) => check === 'ok')
  if (ready) return respond(c, { status: 'ready', checks })
  const detail = Object.entries(checks).flatMap(([part, check]) => (check === 'ok' ? [] : [`${part}: ${check}`]))
  return refuse(c, problem('unavailable', detail.join(', '), { checks }), { 'retry-after': '1' })
}

export function metrics(c: AppContext): Response {
  const params = readParams(c.req.url, noParams)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  return respondText(c, c.get('deps').metrics.text())
}

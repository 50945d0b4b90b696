/** Health, readiness and counters. */
import { within } from '#core/deadline'
import { respond, respondText } from '../respond.ts'
import { waitUntilOf, type AppContext } from '../request.ts'

const ORIGIN_DEADLINE_MS = 2_000

/** The Worker runs. Says nothing about what it depends on. */
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
  return respond(c, { status: ready ? 'ready' : 'not ready', checks }, { status: ready ? 200 : 503 })
}

export function metrics(c: AppContext): Response {
  return respondText(c, c.get('deps').metrics.text())
}

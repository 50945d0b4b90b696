/** A visitor of the tests: talks to the Worker over HTTP as an app would, and keeps the token that it was given. */
import { createExecutionContext, SELF, waitOnExecutionContext } from 'cloudflare:test'
import type { Timer } from '../../core/deadline.ts'
import { app } from '../../worker/app.ts'
import { depsFor } from '../../worker/deps.ts'
import type { Env } from '../../worker/env.ts'
import { EVERY_MS } from '../../worker/impressions/impression-batch.ts'
import { timer } from '../../worker/timer.ts'

let events = 0

/** Impressions wait a second for company, and a visitor waits for all that its request began: here that is no time. */
const hasty: Timer = { ...timer, set: (callback, ms) => timer.set(callback, ms <= EVERY_MS ? 0 : ms) }

// oxlint-disable-next-line typescript/no-explicit-any -- a test reads a reply's body as any client does: by looking
export type Reply = { status: number; headers: Headers; body: any }

export class Visitor {
  token: string | undefined
  private readonly env: Env | undefined

  /** @param env other bindings than the Worker's own, such as those of a door */
  constructor(env?: Env) {
    this.env = env
  }

  async call(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Reply> {
    const headers = new Headers(options.headers)
    if (this.token !== undefined) headers.set('x-nearfield-visitor', this.token)
    const init: RequestInit = { method, headers }
    if (options.body !== undefined) {
      if (!headers.has('content-type')) headers.set('content-type', 'application/json')
      init.body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body)
    }
    const response = await this.fetch(new Request(`https://edge.test${path}`, init))
    this.token = response.headers.get('x-nearfield-visitor') ?? this.token
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, headers: response.headers, body: json && text !== '' ? JSON.parse(text) : text }
  }

  private async fetch(request: Request): Promise<Response> {
    if (this.env === undefined) return SELF.fetch(request)
    const wired = depsFor(this.env)
    if (wired.outcome === 'wired') wired.deps.timer = hasty
    const context = createExecutionContext()
    const response = await app.fetch(request, this.env, context)
    await waitOnExecutionContext(context)
    return response
  }

  get(path: string): Promise<Reply> {
    return this.call('GET', path)
  }

  /** Clicks the items, as the demo page would. */
  click(...items: string[]): Promise<Reply> {
    return this.call('POST', '/v1/events', { body: { events: items.map((item) => clicked(item)) } })
  }
}

export const clicked = (item: string) => ({
  id: `test-event-${events++}-${crypto.randomUUID()}`.slice(0, 64),
  type: 'clicked',
  item,
})

/** Searches, one event a query, as the demo page would report. */
export const search = (visitor: Visitor, ...queries: string[]): Promise<Reply> =>
  visitor.call('POST', '/v1/events', {
    body: { events: queries.map((query) => ({ id: crypto.randomUUID(), type: 'searched', query })) },
  })

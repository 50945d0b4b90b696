/** `POST /v1/events`: a batch of interactions. Good events are recorded whatever stands beside them. */
import * as v from 'valibot'
import { MAX_EVENTS, wireEvent, type AcceptedEvent } from '#core/contract/events'
import { parse } from '#core/contract/parse'
import { problem } from '#core/contract/problem'
import type { EventsReply } from '#core/contract/replies'
import { settleTime } from '#core/session/event-time'
import { readJson } from '../body.ts'
import { logFault } from '../log-fault.ts'
import { tokenHeaders } from '../identity/identity.ts'
import { noParams, readParams } from '../params.ts'
import { refuse, respond } from '../respond.ts'
import { timed, type AppContext } from '../request.ts'
import { describeEvents } from '../session/describe-events.ts'

const batch = v.strictObject({
  events: v.pipe(
    v.array(v.unknown()),
    v.minLength(1, 'expected at least one event'),
    v.maxLength(MAX_EVENTS, `expected at most ${MAX_EVENTS} events a batch`),
  ),
})

export async function events(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, noParams)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const body = await readJson(c, batch)
  if (body.outcome === 'refused') return refuse(c, body.problem)
  const { good, rejected } = sort(body.value.events, c.get('deps').now())
  if (good.length === 0) {
    const detail = `no event could be accepted; the first: events.${rejected[0]?.index}: ${rejected[0]?.detail}`
    return refuse(c, problem('unprocessable-events', detail, { rejected }))
  }
  const { identity, sessions } = c.get('deps')
  const known = await identity.of(c.req.raw.headers)
  const visitor = known ?? (await identity.mint())
  const recorded = await timed(c, 'session', sessions.record(visitor, await describeEvents(c, good)))
  if (recorded.outcome === 'unavailable') {
    logFault(c, { event: 'record-failed', cause: recorded.cause })
    const detail = 'the events were not recorded; send the same batch again, events that did arrive count once'
    return refuse(c, problem('unavailable', detail), { 'retry-after': '1' })
  }
  const verdict = recorded.value
  const counted =
    verdict.outcome === 'recorded'
      ? { accepted: verdict.accepted, duplicates: verdict.duplicates, discarded: 0 }
      : { accepted: 0, duplicates: 0, discarded: good.length }
  const reply: EventsReply = { ...counted, rejected }
  return respond(c, reply, { status: 202, headers: known === undefined ? tokenHeaders(visitor) : {} })
}

function sort(raw: unknown[], now: number): { good: AcceptedEvent[]; rejected: EventsReply['rejected'] } {
  const good: AcceptedEvent[] = []
  const rejected: EventsReply['rejected'] = []
  raw.forEach((input, index) => {
    const parsed = parse(wireEvent, input)
    if (parsed.outcome === 'rejected') return rejected.push({ index, detail: parsed.detail })
    const settled = settleTime(parsed.value, now)
    if (settled.outcome === 'impossible') return rejected.push({ index, detail: settled.detail })
    return good.push(settled.event)
  })
  return { good, rejected }
}

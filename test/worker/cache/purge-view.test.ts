/** How old what an isolate knows of purges may be, and who waits for it to be renewed. Time passes as the test says. */
import { afterEach, expect, it, vi } from 'vitest'
import type { CacheEvent } from '#core/cache/event'
import { createPurgeView, type PurgeLog } from '../../../worker/cache/purge-view.ts'
import { entryAt } from '../../fakes/entries.ts'
import { createSharedPurgeLog } from '../../fakes/shared-purge-log.ts'
import { virtualTime } from '../../fakes/virtual-time.ts'
import { createRig, json } from './shared-cache-rig.ts'

afterEach(() => vi.unstubAllGlobals())

const breathe = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

/** A log whose answers come `away.ms` after they were read. */
function distantLog() {
  const log = createSharedPurgeLog()
  const away = { ms: 0 }
  const since: PurgeLog['since'] = async (sequence) => {
    const page = log.since(sequence)
    if (away.ms > 0) await new Promise<void>((resolve) => void setTimeout(resolve, away.ms))
    return page
  }
  const distant: PurgeLog = { append: (mode, scopes) => log.append(mode, scopes), since }
  return { log: distant, away }
}

function viewOver(log: PurgeLog, clock: { at: number }) {
  const events: CacheEvent[] = []
  const view = createPurgeView({ log, now: () => clock.at, onEvent: (event) => void events.push(event) })
  const renew = (deadlineMs: number) => {
    const wait = { over: false, none: false }
    const renewal = view.renew({ waitUntil: () => undefined, deadlineMs })
    if (renewal === undefined) wait.none = true
    else void renewal.then(() => (wait.over = true))
    return wait
  }
  const holds = (): boolean => view.admit('/a', entryAt(1_000, { sequence: 0, tags: ['a'] })) !== undefined
  return { view, renew, holds, events }
}

it('lets nobody wait while what is known is young', async () => {
  const time = virtualTime(1_000_000, breathe)
  const { log, away } = distantLog()
  const { renew } = viewOver(log, time.clock)
  away.ms = 300
  expect(renew(2_500)).toEqual({ over: false, none: false })
  await time.pass(300)
  for (const ms of [0, 1_699, 1, 2_499]) {
    await time.pass(ms)
    expect(renew(2_500).none).toBe(true)
  }
})

it('lets a visitor of an idle isolate wait for a log that is merely slow', async () => {
  const time = virtualTime(1_000_000, breathe)
  const { log, away } = distantLog()
  const { renew, holds, events } = viewOver(log, time.clock)
  renew(2_500)
  await breathe()
  await log.append('hard', [{ by: 'tag', value: 'a' }])
  away.ms = 1_400
  await time.pass(4_500)
  const wait = renew(2_500)
  await time.pass(1_399)
  expect([wait.over, holds()]).toEqual([false, true])
  await time.pass(1)
  expect([wait.over, holds(), events]).toEqual([true, false, []])
})

it('goes on with what it knows when a call of the log takes longer than a second and a half', async () => {
  const time = virtualTime(1_000_000, breathe)
  const { log, away } = distantLog()
  const { renew, holds, events } = viewOver(log, time.clock)
  away.ms = 60_000
  const wait = renew(2_500)
  await time.pass(1_499)
  expect(wait.over).toBe(false)
  await time.pass(1)
  expect([wait.over, holds()]).toEqual([true, true])
  expect(events).toMatchObject([{ type: 'tier-failed', tier: 'purge-log', operation: 'get' }])
  expect(renew(2_500).none).toBe(true)
})

it('takes no more than three quarters of the time that the visitor has', async () => {
  const time = virtualTime(1_000_000, breathe)
  const { log, away } = distantLog()
  const { renew } = viewOver(log, time.clock)
  away.ms = 1_000
  const wait = renew(400)
  await time.pass(299)
  expect(wait.over).toBe(false)
  await time.pass(1)
  expect(wait.over).toBe(true)
})

it('serves nothing that was hard-purged five seconds ago, however slow the log', async () => {
  const time = virtualTime(1_000_000, breathe)
  const { log, away } = distantLog()
  const rig = createRig([], time.clock, { log })
  const before = rig.get('/a', 2_500)
  await breathe()
  rig.calls[0]?.reply(json({ n: 1 }, 'max-age=3600'))
  expect(await before).toMatchObject({ value: 1 })
  await log.append('hard', [{ by: 'key', value: '/a' }])
  away.ms = 1_400
  await time.pass(5_000)
  const after = rig.get('/a', 2_500)
  await time.pass(1_400)
  await breathe()
  rig.calls[1]?.reply(json({ n: 2 }, 'max-age=3600'))
  expect(await after).toMatchObject({ value: 2 })
})

it('leaves a visitor who waited for the log only the rest of the time for the answer', async () => {
  const time = virtualTime(1_000_000, breathe)
  const { log, away } = distantLog()
  const rig = createRig([], time.clock, { log })
  away.ms = 1_400
  const wait = { over: false }
  const answer = rig.get('/a', 2_500).finally(() => (wait.over = true))
  await time.pass(2_499)
  expect(wait.over).toBe(false)
  await time.pass(1)
  expect(await answer).toMatchObject({ outcome: 'unavailable', reason: 'timeout' })
})

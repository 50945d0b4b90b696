import { expect, it } from 'vitest'
import { scheduleRebuilds } from '../../../origin/jobs/schedule.ts'

/** A schedule whose clock ticks by hand. */
function bench() {
  const state = {
    stamp: 'a',
    builds: 0,
    stopped: false,
    failed: [] as unknown[],
    block: Promise.resolve(),
    fails: false,
  }
  let tick = (): void => {}
  const stop = scheduleRebuilds({
    everyMs: 1,
    every: (_, work) => {
      tick = work
      return () => (state.stopped = true)
    },
    stamp: async () => state.stamp,
    rebuild: async () => {
      state.builds++
      await state.block
      if (state.fails) throw new Error('disk full')
    },
    onFailed: (error) => state.failed.push(error),
  })
  const settle = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return { state, stop, tick: async () => (tick(), settle()) }
}

it('rebuilds once for every change', async () => {
  const { state, tick } = bench()
  await tick()
  await tick()
  expect(state.builds).toBe(1)
  state.stamp = 'b'
  await tick()
  expect(state.builds).toBe(2)
})

it('never rebuilds twice at once', async () => {
  const { state, tick } = bench()
  const { promise, resolve } = Promise.withResolvers<void>()
  state.block = promise
  await tick()
  state.stamp = 'b'
  await tick()
  expect(state.builds).toBe(1)
  resolve()
  await tick()
  await tick()
  expect(state.builds).toBe(2)
})

it('tries again after a failure, and says so', async () => {
  const { state, tick } = bench()
  state.fails = true
  await tick()
  state.fails = false
  await tick()
  await tick()
  expect(state.builds).toBe(2)
  expect(state.failed).toEqual([new Error('disk full')])
})

it('stops', () => {
  const { state, stop } = bench()
  stop()
  expect(state.stopped).toBe(true)
})

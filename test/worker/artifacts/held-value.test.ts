import { expect, it } from 'vitest'
import { holdValue } from '../../../worker/artifacts/held-value.ts'

/** A value that is looked for by hand, by a clock and a timer set by hand. */
function rig() {
  const state = { now: 0, value: undefined as string | undefined, looks: 0 }
  const landings: (() => void)[] = []
  const timers: { at: number; run: () => void }[] = []
  const held = holdValue({
    value: () => state.value,
    look: () => {
      state.looks += 1
      return new Promise<void>((resolve) => landings.push(resolve))
    },
    lookEveryMs: 2_000,
    firstWaitMs: 800,
    now: () => state.now,
    timer: { set: (run, ms) => timers.push({ at: state.now + ms, run }), clear: () => {} },
  })
  return {
    state,
    ask: () => held(() => {}),
    asked: async () => held(() => {}),
    land(value: string | undefined) {
      state.value = value
      landings.shift()?.()
    },
    pass(ms: number) {
      state.now += ms
      for (const { at, run } of timers) if (at <= state.now) run()
    },
  }
}

it('lets all who come before there is one wait for the look under way', async () => {
  const at = rig()
  const asked = [at.asked(), at.asked()]
  at.pass(500)
  asked.push(at.asked())
  at.land('index')
  expect(await Promise.all(asked)).toEqual(['index', 'index', 'index'])
  expect(at.state.looks).toBe(1)
})

it('lets nobody wait longer than from the begin of the look, whoever began it', async () => {
  const at = rig()
  const first = at.ask()
  at.pass(500)
  const second = at.ask()
  at.pass(300)
  expect(await Promise.all([first, second])).toEqual([undefined, undefined])
  expect(at.ask()).toBeUndefined()
  expect(at.state.looks).toBe(1)
})

it('waits for nothing when a look found nothing, and looks again after a second', async () => {
  const at = rig()
  const first = at.ask()
  at.land(undefined)
  expect(await first).toBeUndefined()
  expect(at.ask()).toBeUndefined()
  at.pass(1_000)
  const again = at.ask()
  at.land('index')
  expect([await again, at.state.looks]).toEqual(['index', 2])
})

it('gives what there is, and looks for a newer one behind it', async () => {
  const at = rig()
  const first = at.ask()
  at.land('one')
  await first
  at.pass(2_000)
  expect([at.ask(), at.state.looks]).toEqual(['one', 2])
  at.land('two')
  expect(at.ask()).toBe('two')
})

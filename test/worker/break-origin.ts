import { env } from 'cloudflare:workers'
import type { Env } from '../../worker/env.ts'
import type { BreakMode } from '../fakes/break-mode.ts'

/** A door to the real origin that only this test uses (test/fakes/breakable-origin.ts). */
export type Door = {
  /** The bindings of a Worker whose origin is behind this door; one object, so one wiring. */
  env: Env
  break(mode: BreakMode): Promise<void>
  /** What was asked through this door since the last call. */
  calls(): Promise<string[]>
  /** Runs a job of the origin behind this door, and gives what it said. */
  run(job: 'build-neighbours' | 'build-suggest' | 'split-suggest'): Promise<unknown>
}

export function door(name: string): Door {
  const url = (env.ORIGIN_URL ?? '').replace(/door-main$/, `door-${name}`)
  return {
    env: { ...env, ORIGIN_URL: url },
    async break(mode) {
      await fetch(url, { method: 'PUT', body: mode })
    },
    calls: async () => (await fetch(url)).json(),
    run: async (job) => (await fetch(url, { method: 'POST', body: job })).json(),
  }
}

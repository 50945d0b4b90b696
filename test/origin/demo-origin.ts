import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openOrigin, type Origin } from '../../origin/open-origin.ts'

/** 2026-01-01, a Thursday. */
export const NOW = 1_767_225_600_000

type Answer = { status: number; headers: Headers; body: unknown }

export type DemoOrigin = {
  /** A request by path, answered through the door that the edge uses. */
  get: (path: string, init?: RequestInit) => Promise<Answer>
  post: (path: string, body: unknown) => Promise<Answer>
  origin: () => Origin
  /** The origin's clock: set it to travel. */
  clock: { now: number }
  folder: string
}

/** An origin on the seeded demo for all tests of a file. */
export function demoOrigin(): DemoOrigin {
  const folder = mkdtempSync(join(tmpdir(), 'nearfield-'))
  const clock = { now: NOW }
  let origin: Origin | null = null
  const running = (): Origin => {
    if (origin === null) throw new Error('the origin is not open')
    return origin
  }
  const get = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await running().fetch(new Request(`http://origin.test${path}`, init))
    const text = await response.text()
    const isJson = text !== '' && response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  beforeAll(async () => {
    const opened = await openOrigin({
      dataFolder: folder,
      access: { kind: 'open' },
      now: () => clock.now,
      onSeedProgress: () => {},
      rebuildEveryMs: null,
    })
    if (opened.outcome !== 'opened') throw new Error(opened.sentence)
    origin = opened.origin
  })
  afterAll(() => {
    running().close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get,
    post: async (path, body) => get(path, { method: 'POST', body: JSON.stringify(body) }),
    origin: running,
    clock,
    folder,
  }
}

/**
 * Before the workerd tests: real origins on the real demo, behind doors that a test can break. Doors whose names begin
 * with `shop` lead to an origin of their own, whose neighbour index no other test sees.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildNeighbours } from '../origin/jobs/build-neighbours.ts'
import { openOrigin } from '../origin/open-origin.ts'
import { sqlitePorts } from '../origin/sqlite-ports.ts'
import { openStorage } from '../origin/storage/open.ts'
import { breakableOrigin, type OriginBehind } from './fakes/breakable-origin.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    originUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [main, shop] = await Promise.all([openDemo(), openDemo()])
  const door = await breakableOrigin((name) => (name.startsWith('shop') ? shop : main))
  project.provide('originUrl', `${door.url}/door-main`)
  return async () => {
    await door.close()
    main.close()
    shop.close()
  }
}

async function openDemo(): Promise<OriginBehind & { close: () => void }> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'nearfield-workerd-tests-'))
  const secret = process.env.ORIGIN_SECRET ?? ''
  const access = { kind: 'secret', secret } as const
  const opened = await openOrigin({ dataFolder, access, now: Date.now, onSeedProgress: () => {}, rebuildEveryMs: null })
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  return {
    fetch: opened.origin.fetch,
    buildNeighbours: async () => {
      const storage = openStorage(dataFolder)
      if (storage.outcome !== 'opened') throw new Error(storage.sentence)
      const built = await buildNeighbours(sqlitePorts(storage.storage, Date.now))
      storage.storage.close()
      return built
    },
    close: () => {
      opened.origin.close()
      rmSync(dataFolder, { recursive: true })
    },
  }
}

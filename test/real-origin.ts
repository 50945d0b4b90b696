/** Before the workerd tests: the real origin, on the real demo, behind a door that a test can break. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openOrigin } from '../origin/open-origin.ts'
import { breakableOrigin } from './fakes/breakable-origin.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    originUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'nearfield-workerd-tests-'))
  const secret = process.env.ORIGIN_SECRET ?? ''
  const access = { kind: 'secret', secret } as const
  const opened = await openOrigin({ dataFolder, access, now: Date.now, onSeedProgress: () => {}, rebuildEveryMs: null })
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  const door = await breakableOrigin(opened.origin.fetch)
  project.provide('originUrl', `${door.url}/door-main`)
  return async () => {
    await door.close()
    opened.origin.close()
    rmSync(dataFolder, { recursive: true })
  }
}

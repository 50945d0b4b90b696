/**
 * Before the workerd tests: real origins on the real demo, behind doors that a test can break. Doors whose names begin
 * with `shop`, `pieces` or `model` lead to origins of their own, whose indexes no other test sees; behind `quiet` ones
 * nobody's clicks arrive.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildNeighbours } from '../origin/jobs/build-neighbours.ts'
import { buildSuggest } from '../origin/jobs/build-suggest.ts'
import { openOrigin } from '../origin/open-origin.ts'
import type { Ports } from '../origin/ports.ts'
import { sqlitePorts } from '../origin/sqlite-ports.ts'
import { openStorage } from '../origin/storage/open.ts'
import { breakableOrigin, type OriginBehind } from './fakes/breakable-origin.ts'

/** The demo's suggestion index has some 150 KB: with these bounds it comes in a dozen pieces. */
const SMALL = { whole: 50_000, piece: 20_000 }

const OWN = ['shop', 'pieces', 'model', 'quiet'] as const

declare module 'vitest' {
  export interface ProvidedContext {
    originUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const main = await openDemo()
  const own = Object.fromEntries(await Promise.all(OWN.map(async (prefix) => [prefix, await openDemo()] as const)))
  const door = await breakableOrigin(
    (name) => Object.entries(own).find(([prefix]) => name.startsWith(prefix))?.[1] ?? main,
  )
  project.provide('originUrl', `${door.url}/door-main`)
  return async () => {
    await door.close()
    for (const origin of [main, ...Object.values(own)]) origin.close()
  }
}

async function withPorts(dataFolder: string, job: (ports: Ports) => Promise<unknown>): Promise<unknown> {
  const storage = openStorage(dataFolder)
  if (storage.outcome !== 'opened') throw new Error(storage.sentence)
  const done = await job(sqlitePorts(storage.storage, Date.now))
  storage.storage.close()
  return done
}

async function openDemo(): Promise<OriginBehind & { close: () => void }> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'nearfield-workerd-tests-'))
  const secret = process.env.ORIGIN_SECRET ?? ''
  const access = { kind: 'secret', secret } as const
  const opened = await openOrigin({ dataFolder, access, now: Date.now, onSeedProgress: () => {}, rebuildEveryMs: null })
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  return {
    fetch: opened.origin.fetch,
    jobs: {
      'build-neighbours': () => withPorts(dataFolder, buildNeighbours),
      'build-suggest': () => withPorts(dataFolder, (ports) => buildSuggest(ports)),
      'split-suggest': () => withPorts(dataFolder, (ports) => buildSuggest(ports, SMALL)),
    },
    close: () => {
      opened.origin.close()
      rmSync(dataFolder, { recursive: true })
    },
  }
}

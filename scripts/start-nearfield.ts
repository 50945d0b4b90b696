/** Origin and edge together on one machine, as `npm start`, the browser tests and the benches run them. */
import { join, resolve } from 'node:path'
import { listen } from '../origin/listen.ts'
import { openOrigin, type Origin } from '../origin/open-origin.ts'
import { faultBelow, folderFault } from '../origin/storage/folder-fault.ts'
import { startEdge } from './edge.ts'
import { edgeStateFault } from './edge-state.ts'
import { portFault } from './port-fault.ts'
import { localSecrets, type Secrets } from './secrets.ts'
import { lockFolder } from './start-lock.ts'
import type { StartOptions } from './start-options.ts'

export type Product = { edgeUrl: string; originUrl: string; close(): Promise<void> }

/** `sentence` says what is in the way and what to do about it. */
export type StartOutcome = { outcome: 'started'; product: Product } | { outcome: 'refused'; sentence: string }

export type NearfieldOptions = StartOptions & {
  say: (line: string) => void
  /** Settings of the Worker beside its secrets, such as LIMITS. */
  vars?: Record<string, string>
}

const HOST = '127.0.0.1'
const EDGE_FOLDER = 'edge'
const BUILD_FOLDER = 'build'

export async function startNearfield(options: NearfieldOptions): Promise<StartOutcome> {
  const portTaken =
    (await portFault(options.port, '--port (NEARFIELD_PORT)')) ??
    (await portFault(options.originPort, '--origin-port (NEARFIELD_ORIGIN_PORT)'))
  if (portTaken !== null) return refused(portTaken)
  const prepared = prepare(options.dataFolder)
  if (prepared.outcome === 'refused') return prepared
  const { secrets, release } = prepared
  const started = await startBoth(options, secrets)
  if (started.outcome === 'refused') {
    release()
    return started
  }
  const { product } = started
  const close = async (): Promise<void> => {
    await product.close()
    release()
  }
  return { outcome: 'started', product: { ...product, close } }
}

async function startBoth(options: NearfieldOptions, secrets: Secrets): Promise<StartOutcome> {
  const { dataFolder, port, say } = options
  say(`Opening the catalogue in ${dataFolder} …`)
  const access = { kind: 'secret', secret: secrets.ORIGIN_SECRET } as const
  const opened = await openOrigin({
    dataFolder,
    access,
    now: Date.now,
    onSeedProgress: seedProgress(say),
    rebuildEveryMs: 300_000,
  })
  if (opened.outcome !== 'opened') return refused(opened.sentence)
  const { origin } = opened
  sayCatalogue(origin, say)

  const listening = await listen(origin, { host: HOST, port: options.originPort })
  if (listening.outcome !== 'listening') {
    origin.close()
    return refused(listening.sentence)
  }
  const closeOrigin = async (): Promise<void> => {
    await listening.close()
    origin.close()
  }
  say('Bundling the Worker and starting the edge runtime …')
  try {
    const edge = await startEdge({
      port,
      originUrl: listening.url,
      secrets,
      stateFolder: join(dataFolder, EDGE_FOLDER),
      buildFolder: join(dataFolder, BUILD_FOLDER),
      ...(options.vars !== undefined && { vars: options.vars }),
    })
    const close = async (): Promise<void> => {
      await edge.close()
      await closeOrigin()
    }
    const unready = await whyNotReady(edge.url)
    if (unready !== undefined) {
      await close()
      return refused(`The edge runs but is not ready: ${unready}`)
    }
    origin.tellEdge({ url: edge.url, token: secrets.ADMIN_TOKEN })
    return { outcome: 'started', product: { edgeUrl: edge.url, originUrl: listening.url, close } }
  } catch (error) {
    await closeOrigin()
    return refused(`The edge did not start: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const refused = (sentence: string): Refused => ({ outcome: 'refused', sentence })

type Prepared = { outcome: 'prepared'; secrets: Secrets; release: () => void }
type Refused = Extract<StartOutcome, { outcome: 'refused' }>

/** All that can be known before anything runs; the folder is this process's own until `release`. */
function prepare(dataFolder: string): Prepared | Refused {
  const folder = resolve(dataFolder)
  const unusable = folderFault(folder) ?? firstFault(folder, ['secrets.json', 'start.lock', 'start.pid'])
  if (unusable !== null) return refused(unusable)
  const secrets = secretsOf(folder)
  if (typeof secrets === 'string') return refused(secrets)
  const lock = lockFolder(folder)
  if (lock.outcome !== 'taken') return refused(lock.sentence)
  // Only now: a start that runs makes and deletes files there.
  const fault = firstFault(folder, [BUILD_FOLDER, EDGE_FOLDER]) ?? edgeStateFault(join(folder, EDGE_FOLDER))
  if (fault === null) return { outcome: 'prepared', secrets, release: lock.release }
  lock.release()
  return refused(fault)
}

/** A damaged file is an error whose message says what to do. */
function secretsOf(folder: string): Secrets | string {
  try {
    return localSecrets(folder)
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

const firstFault = (folder: string, names: string[]): string | null =>
  names.map((name) => faultBelow(join(folder, name), 'written')).find((fault) => fault !== null) ?? null

const READY_WITHIN_MS = 15_000
const ASK_AGAIN_MS = 100

/** Waits until the edge can answer everything; afterwards, what it says is missing. */
async function whyNotReady(edgeUrl: string): Promise<string | undefined> {
  const until = Date.now() + READY_WITHIN_MS
  for (;;) {
    const response = await fetch(`${edgeUrl}/readyz`)
    if (response.ok) return response.body?.cancel().then(() => undefined)
    const said = await response.text()
    if (Date.now() > until) return said
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
  }
}

/** A line every tenth of the way: seeding takes about a second, and nobody should wonder. */
function seedProgress(say: (line: string) => void): (progress: { done: number; total: number }) => void {
  let tenths = 0
  return ({ done, total }) => {
    const reached = Math.floor((done / total) * 10)
    if (reached > tenths) say(`  loading the demo catalogue: ${done} of ${total} rows`)
    tenths = reached
  }
}

function sayCatalogue(origin: Origin, say: (line: string) => void): void {
  const { catalogue, seeded, repaired } = origin
  if (seeded !== null) say(`Loaded the demo: ${seeded.inserted} of ${seeded.rows} rows, ${seeded.rejected} rejected.`)
  repaired.forEach(say)
  say(`Catalogue "${catalogue?.name ?? 'none'}": ${catalogue?.items ?? 0} items.`)
}

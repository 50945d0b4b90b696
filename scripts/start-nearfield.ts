/** Origin and edge together on one machine, as `npm start`, the browser tests and the benches run them. */
import { join, resolve } from 'node:path'
import { listen } from '../origin/listen.ts'
import { openOrigin, type Origin } from '../origin/open-origin.ts'
import { makeFolder } from '../origin/storage/make-folder.ts'
import { startEdge } from './edge.ts'
import { isPortInUse } from './port-in-use.ts'
import { localSecrets, type Secrets } from './secrets.ts'
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

export async function startNearfield(options: NearfieldOptions): Promise<StartOutcome> {
  const { dataFolder, port, say } = options
  const prepared = prepare(dataFolder)
  if (prepared.outcome === 'refused') return prepared
  if (port !== 0 && (await isPortInUse(port)))
    return refused(`Port ${port} is in use: stop what uses it, or choose another with --port (NEARFIELD_PORT).`)

  say(`Opening the catalogue in ${dataFolder} …`)
  const access = { kind: 'secret', secret: prepared.secrets.ORIGIN_SECRET } as const
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
      secrets: prepared.secrets,
      stateFolder: join(dataFolder, 'edge'),
      buildFolder: join(dataFolder, 'build'),
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
    origin.tellEdge({ url: edge.url, token: prepared.secrets.ADMIN_TOKEN })
    return { outcome: 'started', product: { edgeUrl: edge.url, originUrl: listening.url, close } }
  } catch (error) {
    await closeOrigin()
    return refused(`The edge did not start: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const refused = (sentence: string): { outcome: 'refused'; sentence: string } => ({ outcome: 'refused', sentence })

function prepare(
  dataFolder: string,
): { outcome: 'prepared'; secrets: Secrets } | { outcome: 'refused'; sentence: string } {
  try {
    makeFolder(resolve(dataFolder))
    return { outcome: 'prepared', secrets: localSecrets(dataFolder) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (!('code' in error)) return refused(error.message)
    return refused(
      `Cannot write to the data folder ${dataFolder} (${String(error.code)}): make it writable, or choose another with --data (NEARFIELD_DATA).`,
    )
  }
}

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

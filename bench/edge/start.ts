/** The whole edge for a bench: the built-in catalogue's origin and the deployed bundle in the runtime itself. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listen } from '../../origin/listen.ts'
import { openOrigin } from '../../origin/open-origin.ts'
import { bundleWorker } from '../../scripts/bundle-worker.ts'
import { localSecrets } from '../../scripts/secrets.ts'
import { serve } from './workerd.ts'

/** `folder` is temporary and goes with the edge: peers may keep their bundles there. */
export type StartedEdge = { folder: string; url: string; close(): Promise<void> }

/** No limit may be met here: the load comes from one address. */
const ENDLESS = { tokens: 1_000_000_000, windowSeconds: 60 }
const LIMITS = JSON.stringify({ suggest: ENDLESS, search: ENDLESS, events: ENDLESS })

export async function startEdge(port: number): Promise<StartedEdge> {
  const folder = mkdtempSync(join(tmpdir(), 'nearfield-bench-'))
  const secrets = localSecrets(folder)
  const access = { kind: 'secret', secret: secrets.ORIGIN_SECRET } as const
  const opened = await openOrigin({
    dataFolder: folder,
    access,
    now: Date.now,
    onSeedProgress: () => {},
    rebuildEveryMs: null,
  })
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  const listening = await listen(opened.origin, { host: '127.0.0.1', port: 0 })
  if (listening.outcome !== 'listening') throw new Error(listening.sentence)
  cpSync((await bundleWorker({ outdir: join(folder, 'edge') })).entry, join(folder, 'edge.js'))
  const durableObjects = { SESSIONS: 'SessionObject', BUCKETS: 'BucketObject', PURGES: 'PurgeLogObject' }
  const bindings = { ...secrets, ORIGIN_URL: listening.url, LIMITS }
  const served = await serve({ folder, port, bundle: 'edge.js', bindings, durableObjects })
  return {
    folder,
    url: `http://127.0.0.1:${port}`,
    async close() {
      await Promise.all([served.close(), listening.close()])
      opened.origin.close()
      rmSync(folder, { recursive: true })
    },
  }
}

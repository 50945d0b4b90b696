/** The edge on this machine: the deployed bundle in the same runtime that Cloudflare runs (workerd). */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler'
import { bundleWorker } from './bundle-worker.ts'
import type { Secrets } from './secrets.ts'

export type Edge = { url: string; close(): Promise<void> }

export type EdgeOptions = {
  port: number
  originUrl: string
  secrets: Secrets
  /** Visitors, limits, purges and the location's cache live below this folder, and survive a restart. */
  stateFolder: string
  /** Where the bundle is written. */
  buildFolder: string
  vars?: Record<string, string>
}

const root = join(import.meta.dirname, '..')

/** @throws Error when the bundle fails or the port is taken. */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { entry } = await bundleWorker({ outdir: options.buildFolder })
  const config = unstable_readConfig({ config: join(root, 'wrangler.jsonc') }, { hideWarnings: true })
  // Secrets come from the data folder here, so wrangler need not look for them in the environment.
  const { workerOptions } = unstable_getMiniflareWorkerOptions({ ...config, secrets: undefined })
  // The bundle is one module already, and this runtime takes no rules for more.
  const { modulesRules: _rules, ...options5 } = workerOptions
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: options.port,
      // The runtime would ask Cloudflare for a sample of its request metadata.
      cf: false,
      log: new Log(LogLevel.ERROR),
      resourcePersistencePath: options.stateFolder,
      workers: [
        {
          ...options5,
          name: 'nearfield',
          modules: [{ type: 'ESModule', path: 'index.js', contents: await readFile(entry, 'utf8') }],
          bindings: { ...config.vars, ...options.vars, ...options.secrets, ORIGIN_URL: options.originUrl },
        },
      ],
    }),
  )
  const url = await miniflare.ready
  return { url: url.origin, close: () => miniflare.dispose() }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

export type RunningWorker = { url: string; stop: () => Promise<void> }

/** Bundles a module Worker and serves it with workerd itself on 127.0.0.1, which it may also call. */
type ServeOptions = {
  entry: string
  port: number
  texts: Record<string, string>
  /** Bundled too: the Worker that answers what the other asks of the Cache API. Without it there is none. */
  cacheService?: string
}

export async function serveWorker(options: ServeOptions): Promise<RunningWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'nearfield-workerd-'))
  await bundle(options.entry, join(folder, 'index.js'))
  if (options.cacheService !== undefined) await bundle(options.cacheService, join(folder, 'cache.js'))
  writeFileSync(join(folder, 'config.capnp'), configOf(options))
  const binary = join(import.meta.dirname, '..', '..', 'node_modules', 'workerd', 'bin', 'workerd')
  const child = spawn(binary, ['serve', join(folder, 'config.capnp')], { stdio: ['ignore', process.stderr, 'inherit'] })
  // From the start: Ctrl-C reaches the whole process group, and the child may be gone before it is stopped.
  const gone = new Promise((resolve) => child.once('exit', resolve))
  await untilListening(options.port, child)
  return {
    url: `http://127.0.0.1:${options.port}`,
    async stop() {
      child.kill()
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function bundle(entry: string, outfile: string): Promise<void> {
  const how = { bundle: true, format: 'esm', target: 'es2024', minify: true, logLevel: 'error' } as const
  await build({ entryPoints: [entry], outfile, ...how })
}

function configOf(options: ServeOptions): string {
  const bindings = Object.entries(options.texts).map(
    ([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "index.js", esModule = embed "index.js")],
      compatibilityDate = "2026-10-01",
      bindings = [${bindings.join(', ')}],
      globalOutbound = "net",
      ${options.cacheService === undefined ? '' : 'cacheApiOutbound = "cache",'}
    )),
${options.cacheService === undefined ? '' : CACHE}
    (name = "net", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${options.port}", http = (), service = "main")],
);
`
}

const CACHE = `    (name = "cache", worker = (
      modules = [(name = "cache.js", esModule = embed "cache.js")],
      compatibilityDate = "2026-10-01",
    )),`

/** A connection and no request: a request would reach the origin, which may count them. */
async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (child.exitCode !== null) throw new Error(`workerd ended with ${child.exitCode} before it answered`)
    if (await isListening(port)) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`workerd does not listen on port ${port}`)
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve((socket.destroy(), true)))
    socket.once('error', () => resolve(false))
  })
}

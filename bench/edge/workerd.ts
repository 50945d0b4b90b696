/** `workerd serve` on a written config: the runtime itself, with no proxy in between. */
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

export type Served = { port: number; close(): Promise<void> }

export type ServeOptions = {
  folder: string
  port: number
  /** Path of the bundle, below `folder`. */
  bundle: string
  bindings: Record<string, string>
  durableObjects: Record<string, string>
}

const SINK = `export default {
  async fetch(request) {
    await request.arrayBuffer()
    if (request.method === 'GET') return new Response(null, { status: 504, headers: { 'cf-cache-status': 'MISS' } })
    return Response.json({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 } } })
  },
}`

const root = join(import.meta.dirname, '..', '..')

export async function serve(options: ServeOptions): Promise<Served> {
  const disk = join(options.folder, `disk-${options.port}`)
  mkdirSync(disk, { recursive: true })
  const config = join(options.folder, `${options.port}.capnp`)
  writeFileSync(config, configText(options, disk))
  const workerd = join(root, 'node_modules', 'workerd', 'bin', 'workerd')
  const child = spawn(workerd, ['serve', config, '--experimental'], { stdio: ['ignore', process.stderr, 'inherit'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await untilListening(options.port, 10_000)
  return {
    port: options.port,
    async close() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function configText({ port, bundle, bindings, durableObjects }: ServeOptions, disk: string): string {
  const objects = Object.entries(durableObjects)
  const namespaces = objects.map(([, cls]) => `(className = "${cls}", uniqueKey = "${cls}", enableSql = true)`)
  const bound = [
    ...Object.entries(bindings).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`),
    ...objects.map(([name, cls]) => `(name = "${name}", durableObjectNamespace = "${cls}")`),
    ...(objects.length > 0 ? ['(name = "EVENTS", queue = "sink")'] : []),
  ]
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "sink", worker = .sink),
    (name = "disk", disk = (path = ${JSON.stringify(disk)}, writable = true)),
    (name = "internet", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "${bundle}")],
  compatibilityDate = "2026-10-01",
  globalOutbound = "internet",
  cacheApiOutbound = "sink",
  bindings = [${bound.join(', ')}],
  durableObjectNamespaces = [${namespaces.join(', ')}],
  durableObjectStorage = (localDisk = "disk"),
);
# Takes queue messages and cache writes, holds nothing: a cache read is a miss.
const sink :Workerd.Worker = (
  modules = [(name = "sink.js", esModule = ${JSON.stringify(SINK)})],
  compatibilityDate = "2026-10-01",
);
`
}

async function untilListening(port: number, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await answers(port))) {
    if (performance.now() > until) throw new Error(`workerd does not listen on ${port} after ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve((socket.destroy(), true)))
    socket.once('error', () => resolve(false))
  })
}

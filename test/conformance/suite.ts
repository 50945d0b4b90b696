/**
 * The tests of the npm package `http-cache-tests`, its client and its origin, loaded from the package itself: the suite
 * is never copied, so a newer version of the package is a newer suite.
 */
import { createRequire } from 'node:module'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { cdnSuite } from './cdn-suite.ts'
import { rfcSuite } from './rfc-suite.ts'
import type { Suite, TestResults } from './suite-format.ts'

const manifest = fileURLToPath(import.meta.resolve('http-cache-tests/package.json'))
const root = dirname(manifest)
const load = (path: string): Promise<unknown> => import(pathToFileURL(join(root, path)).href)

export async function loadSuites(): Promise<Suite[]> {
  const module = (await load('tests/index.mjs')) as { default: Suite[] }
  const hasCdn = module.default.some((suite) => suite.id === cdnSuite.id)
  return [...module.default, ...(hasCdn ? [] : [cdnSuite]), rfcSuite]
}

/** Runs every test against `base`, 25 at a time: tests pause three seconds, so the whole takes about a minute. */
export async function runSuites(suites: Suite[], base: string): Promise<TestResults> {
  const runner = (await load('client/runner.mjs')) as {
    runTests: (suites: Suite[], fetch: unknown, browser: boolean, base: string, chunk: number) => Promise<void>
    getResults: () => TestResults
  }
  const nodeFetch: unknown = createRequire(manifest)('node-fetch')
  await runner.runTests(suites, nodeFetch, false, base, 25)
  return runner.getResults()
}

type Handle = (segments: string[], request: IncomingMessage, response: ServerResponse) => void

/** The suite's origin, on loopback only. */
export async function startOrigin(): Promise<{ url: string; close: () => void }> {
  const handlers = new Map<string, Handle>()
  for (const name of ['config', 'test', 'state']) {
    const module = (await load(`server/handle-${name}.mjs`)) as { default: Handle }
    handlers.set(name, module.default)
  }
  const server = createServer((request, response) => {
    const [, first = '', ...segments] = new URL(request.url ?? '/', 'http://origin.test').pathname.split('/')
    const handle = handlers.get(first)
    if (handle) handle(segments, request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the origin has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

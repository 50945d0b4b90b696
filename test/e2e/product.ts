/** Starts the whole product once for all browser tests, exactly as `npm start` does, on free ports and a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startNearfield } from '../../scripts/start-nearfield.ts'
import { requireBrowser } from './browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the demo page is. */
    productUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!requireBrowser()) {
    project.provide('productUrl', 'http://not-started.invalid')
    return async () => undefined
  }
  const dataFolder = await mkdtemp(join(tmpdir(), 'nearfield-e2e-'))
  const said: string[] = []
  const started = await startNearfield({
    port: 0,
    originPort: 0,
    dataFolder,
    say: (line) => said.push(line),
    // A busy machine must not turn a personal answer into a shared one where a test expects it.
    vars: { SESSION_DEADLINE_MS: '5000' },
  })
  if (started.outcome === 'refused') {
    await rm(dataFolder, { recursive: true })
    throw new Error([...said, started.sentence].join('\n'))
  }
  await ready(started.product.edgeUrl)
  project.provide('productUrl', started.product.edgeUrl)
  return async () => {
    await started.product.close()
    await rm(dataFolder, { recursive: true })
  }
}

/** Waits until the suggestion index has reached the isolate: before that, suggestions are empty and say so. */
async function ready(url: string): Promise<void> {
  const deadline = Date.now() + 30_000
  let last = ''
  while (Date.now() < deadline) {
    const response = await fetch(`${url}/readyz`)
    last = await response.text()
    if (response.ok) return
  }
  throw new Error(`The product did not become ready within 30 s: ${last}`)
}

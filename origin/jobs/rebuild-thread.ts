/**
 * A job in a thread of its own, with its own connection: seconds of work on a large catalogue or log, during which the
 * origin goes on answering. Entry of that thread and the function that starts it.
 */
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import type { Ports } from '../ports.ts'
import { sqlitePorts } from '../sqlite-ports.ts'
import { openStorage } from '../storage/open.ts'
import { buildKnowledge } from './build-knowledge.ts'
import { buildNeighbours } from './build-neighbours.ts'
import { buildSuggest } from './build-suggest.ts'

type Rebuilt = 'suggest' | 'neighbours' | 'knowledge' | 'impressions'
type Asked = { rebuild: Rebuilt; dataFolder: string; now: number }

/** Resolves when the new index is served (or held back), or the impressions are counted. */
export async function rebuildInThread(rebuild: Rebuilt, dataFolder: string, now: number): Promise<void> {
  const asked: Asked = { rebuild, dataFolder, now }
  const worker = new Worker(new URL(import.meta.url), { workerData: asked })
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the rebuild thread ended with ${code}`))))
  })
}

const BUILDS: Record<Rebuilt, (ports: Ports) => Promise<unknown>> = {
  suggest: buildSuggest,
  neighbours: async (ports) => {
    for (const [kind, built] of Object.entries(await buildNeighbours(ports))) {
      console.log(JSON.stringify({ event: 'neighbours-built', kind, ...built }))
    }
  },
  knowledge: async (ports) => {
    console.log(JSON.stringify({ event: 'knowledge-built', ...(await buildKnowledge(ports)) }))
  },
  impressions: async ({ impressions, now }) => {
    const settled = await impressions.settle(now())
    if (settled.counted + settled.deleted > 0) console.log(JSON.stringify({ event: 'impressions-settled', ...settled }))
  },
}

const isAsked = (data: unknown): data is Asked => typeof data === 'object' && data !== null && 'rebuild' in data

if (!isMainThread && isAsked(workerData)) {
  const { rebuild, dataFolder, now } = workerData
  const opened = openStorage(dataFolder)
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  await BUILDS[rebuild](sqlitePorts(opened.storage, () => now))
  opened.storage.close()
}

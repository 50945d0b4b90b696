/**
 * A million completions in one isolate. Its limit is 128 MB, which workerd does not enforce outside of Cloudflare, so what
 * is measured is more than the isolate holds: how much the whole workerd process grew, at its peak as Linux counts it, from
 * before the index was fetched. Buffers of the transfer, compiled code and what the lookups left to collect are in it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare, Response } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildSuggestIndex } from '#core/suggest/build'
import type { Completion } from '#core/suggest/completion'
import { millionCompletions } from './million.ts'

const LIMIT = 128 * 1024 * 1024

let completions: Completion[] = []
let bytes = new Uint8Array()
let miniflare: Miniflare | undefined
let pid = 0
let idle = 0

beforeAll(async () => {
  completions = millionCompletions()
  bytes = buildSuggestIndex(completions)
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'million-worker.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  })
  const before = workerds()
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      workers: [
        {
          name: 'million',
          compatibilityDate: '2026-10-01',
          modules: [{ type: 'ESModule', path: 'index.js', contents: outputFiles[0]?.text ?? '' }],
          serviceBindings: { INDEX: () => new Response(bytes) },
        },
      ],
    }),
  )
  await miniflare.ready
  pid = [...workerds()].find((each) => !before.has(each)) ?? 0
  idle = peakOf(pid)
}, 120_000)

afterAll(() => miniflare?.dispose())

describe('an index of a million completions', () => {
  it('is at most 36 bytes a completion, ids and categories included', () => {
    expect(new Uint32Array(bytes.buffer)[4]).toBe(1_000_000)
    expect(bytes.byteLength).toBeLessThan(36_000_000)
  })

  it('answers in workerd as sorting and filtering do', async () => {
    const picked = [0, 31, 4_000, 77_777, 300_000, 999_999].map((at) => completions[at]?.text ?? '')
    const queries = ['a', 'mo', 'stren', ...picked.flatMap((text) => [text, text.slice(0, 3), text.slice(0, 5).trim()])]
    const expected = queries.map(bestOf)
    const answers = await ask(queries)
    // A later stage of the lookup fills what beginnings leave open.
    expect(answers.map((answer, at) => answer.slice(0, expected[at]?.length))).toEqual(expected)
  }, 60_000)

  it.runIf(process.platform === 'linux')(
    'grows the process by less than an isolate’s 128 MB',
    async () => {
      const words = completions.slice(0, 3_000).map(({ text }) => text.split(' '))
      await ask(words.flatMap((each) => [each.join(' '), each.toReversed().join(' '), `${each.join(' ')}x`]))
      const grown = peakOf(pid) - idle
      expect(grown).toBeGreaterThan(bytes.byteLength)
      expect(grown).toBeLessThan(LIMIT)
    },
    60_000,
  )
})

/** Heaviest first, then by text; the text itself before what continues it. */
function bestOf(typed: string): string[] {
  const matching = completions.filter(({ text }) => text.startsWith(typed))
  const order = (a: Completion, b: Completion): number =>
    Number(b.text === typed) - Number(a.text === typed) || b.weight - a.weight || (a.text < b.text ? -1 : 1)
  return matching
    .sort(order)
    .slice(0, 10)
    .map(({ text }) => text)
}

async function ask(queries: readonly string[]): Promise<string[][]> {
  if (miniflare === undefined) throw new Error('workerd was not started')
  const response = await miniflare.dispatchFetch('http://edge/', { method: 'POST', body: JSON.stringify(queries) })
  return (await response.json()) as string[][]
}

/** The processes that are workerd and were started by this one. */
function workerds(): Set<number> {
  if (process.platform !== 'linux') return new Set()
  const own = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    const stat = statusOf(name)
    return /^Name:\tworkerd$/m.test(stat) && new RegExp(`^PPid:\t${process.pid}$`, 'm').test(stat)
  })
  return new Set(own.map(Number))
}

/** Bytes at the most. */
const peakOf = (process: number): number => Number(/^VmHWM:\s+(\d+) kB$/m.exec(statusOf(String(process)))?.[1]) * 1_024

/** '' for a process that has ended meanwhile. */
function statusOf(process: string): string {
  try {
    return readFileSync(`/proc/${process}/status`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return ''
    throw error
  }
}

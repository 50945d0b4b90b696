import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { steadied } from '../../eval/suggest/query-log.ts'
import type { replay } from '../../eval/suggest/replay.ts'
import { run } from '../../eval/suggest.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suggest-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function file(lines: readonly string[]): string {
  const path = join(folder, 'log.tsv')
  writeFileSync(path, lines.join('\n'))
  return path
}

const minute = (at: number): string => new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString()

describe('eval suggest', () => {
  it('scores own history above popularity, on the past only', async () => {
    // Eight events train; the ninth (u1 repeats) and the tenth (nobody asked it) are scored.
    const popular = Array.from({ length: 6 }, (_, at) => `${minute(at)}\tu9\talpha`)
    const own = [`${minute(6)}\tu1\talbum`, `${minute(7)}\tu1\talbum`]
    const asked = [`${minute(8)}\tu1\talbum`, `${minute(9)}\tu1\talbum`, `${minute(10)}\tu2\tnovelty`]
    const result = await run([file([...popular, ...own, ...asked])], () => {})
    expect(result).toMatchObject({
      most_popular: { '1': { mrr10: 0.25, success10: 0.5 } },
      history: { '1': { mrr10: 0.5, success10: 0.5 } },
      seen: { '1': { mrr10: 1, success10: 1 } },
      novel: { '1': { mrr10: 0, success10: 0 } },
      coverage: { '1': 0.5 },
    })
  })

  it('reads the hourly form and follows what trends', async () => {
    const hour = (at: number): string => new Date(Date.UTC(2026, 0, 1, at)).toISOString().slice(0, 13)
    const lines = ['hour\ttitle\theat']
    for (let at = 0; at < 1_500; at++)
      lines.push(`${hour(at)}\t${at < 1_400 ? 'northern lights\t1000' : 'news of today\t50000'}`)
    const result = await run([file(lines)], () => {})
    expect(result).toMatchObject({
      most_popular: { '1': { success10: 0.9986 } },
      blend: { '1': { success10: 0.9986 } },
    })
    const { blend, most_popular } = result as ReturnType<typeof replay>['scores']
    expect(blend['1']?.mrr10).toBeGreaterThan(most_popular['1']?.mrr10 ?? 1)
  })

  it('redraws a log so that only the queries change', () => {
    const log = {
      hourly: false,
      events: [1, 2, 3].map((at) => ({ time: at as never, user: 'u', query: `q${at}`, count: 1 })),
    }
    expect(steadied(log, () => 0).events.map(({ time, query }) => [time, query])).toEqual([
      [1, 'q1'],
      [2, 'q1'],
      [3, 'q1'],
    ])
  })
})

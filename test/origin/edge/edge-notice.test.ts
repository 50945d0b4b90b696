import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Rule } from '#core/contract/rules'
import { startEdgeNotice } from '../../../origin/edge/edge-notice.ts'
import type { EdgePurge } from '../../../origin/edge/purge-edge.ts'
import { toldFile } from '../../../origin/edge/told-file.ts'
import { runImport } from '../../../origin/import/run-import.ts'
import { sqlitePorts } from '../../../origin/sqlite-ports.ts'
import { openStorage } from '../../../origin/storage/open.ts'
import { tempFolder } from '../temp-folder.ts'

const EDGE = 'https://edge.test'
const ALL = [
  { mode: 'hard', tags: ['artifacts', 'suggest-delta', 'rules'] },
  { mode: 'soft', tags: ['catalogue'] },
]
const hide: Rule = { id: 'old-stock', does: 'hide', on: { items: ['a'] }, when: {} }

/** An origin's data, and the edges that hear of it. `look()` is one look, and what it told. */
function noticed(folder = tempFolder()) {
  const opened = openStorage(folder)
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  onTestFinished(() => opened.storage.close())
  const clock = { at: 0 }
  const ports = sqlitePorts(opened.storage, () => clock.at)
  const failures: string[] = []
  const edge = { sent: [] as EdgePurge[], down: false }
  let work: () => Promise<void> = async () => undefined
  const start = (): (() => void) =>
    startEdgeNotice({
      ports,
      told: toldFile(folder, EDGE),
      purge: async (purge) => {
        if (edge.down) return 'it cannot be reached'
        edge.sent.push(purge)
        return undefined
      },
      every: (_ms, look) => ((work = look), () => (work = async () => undefined)),
      onFailed: (why) => failures.push(why),
    })
  start()
  const look = async (): Promise<EdgePurge[]> => {
    await work()
    return edge.sent.splice(0)
  }
  return { folder, ports, clock, edge, failures, look, start }
}

/** A real import by another connection, as `npm run import` makes it. */
async function importShop(folder: string, price: number): Promise<void> {
  const catalogue = join(folder, 'shop.yaml')
  const rows = join(folder, 'shop.jsonl')
  writeFileSync(catalogue, 'name: shop\nid: sku\ntitle: name\nsearch: [{ field: name, weight: 10 }]\nprice: price\n')
  writeFileSync(rows, JSON.stringify({ sku: 'a', name: 'lamp', price }))
  const output = { isTTY: false, write: () => undefined, error: () => undefined }
  expect(await runImport([rows, '--catalog', catalogue, '--data', folder], {}, output)).toBe(0)
}

it('tells of everything once, and then only of what changes', async () => {
  const { folder, ports, look } = noticed()
  await importShop(folder, 1)
  expect(await look()).toEqual(ALL)
  expect(await look()).toEqual([])
  await ports.rules.replace([hide])
  expect(await look()).toEqual([{ mode: 'hard', tags: ['rules'] }])
  await ports.removals.change({ remove: ['lamp'], restore: [] })
  expect(await look()).toEqual([{ mode: 'hard', tags: ['suggest-delta'] }])
  expect(await look()).toEqual([])
})

it('tells of an import of another process, and not of one that changed nothing', async () => {
  const { folder, look } = noticed()
  await importShop(folder, 1)
  await look()
  await importShop(folder, 1)
  expect(await look()).toEqual([])
  await importShop(folder, 2)
  expect(await look()).toEqual([{ mode: 'soft', tags: ['catalogue'] }])
})

it('keeps what an edge that is down was not told, and is patient with it', async () => {
  const { ports, edge, clock, failures, look } = noticed()
  await look()
  edge.down = true
  await ports.rules.replace([hide])
  expect(await look()).toEqual([])
  expect(failures).toEqual(['it cannot be reached'])
  edge.down = false
  expect(await look()).toEqual([])
  clock.at += 5_000
  expect(await look()).toEqual([{ mode: 'hard', tags: ['rules'] }])
})

it('remembers what it told across a restart, and not what another edge was told', async () => {
  const { folder, ports, look, start } = noticed()
  await look()
  await ports.rules.replace([hide])
  start()
  expect(await look()).toEqual([{ mode: 'hard', tags: ['rules'] }])
  expect(await toldFile(folder, EDGE).read()).toMatchObject({ rules: expect.stringContaining('old-stock') })
  expect(await toldFile(folder, 'https://other.test').read()).toEqual({})
})

it('takes a damaged memory for none', async () => {
  const { folder, look } = noticed()
  writeFileSync(join(folder, 'edge-told.json'), '{"url":')
  expect(await look()).toEqual([{ mode: 'hard', tags: ['artifacts', 'suggest-delta', 'rules'] }])
})

/**
 * What is written at the origin purges what it touches at the edge by itself: the whole product as `npm start` runs it,
 * on a catalogue of its own, with an import by another process's door. Without a purge a search is fresh for a minute.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runImport } from '../../origin/import/run-import.ts'
import { startNearfield, type Product } from '../../scripts/start-nearfield.ts'

const CATALOGUE = `name: shop
id: sku
title: name
search: [{ field: name, weight: 10 }]
facets: [{ name: tag, field: tags, label: Tag, affinity: 1 }]
price: price
popularity: sold
`
/** A purge is seen within 5 s, and the origin looks twice a second. */
const SEEN_WITHIN_MS = 6_000

let folder = ''
let product: Product | undefined
const data = (): string => join(folder, 'data')

async function importPrices(price: number): Promise<void> {
  const rows = ['red lamp', 'green lamp', 'blue lamp'].map((name, n) => ({
    sku: `lamp-${n}`,
    name,
    tags: 'light',
    price: price + n,
    sold: 10 - n,
  }))
  await writeFile(join(folder, 'shop.yaml'), CATALOGUE)
  await writeFile(join(folder, 'shop.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'))
  const args = [join(folder, 'shop.jsonl'), '--catalog', join(folder, 'shop.yaml'), '--data', data()]
  const output = { isTTY: false, write: () => undefined, error: () => undefined }
  expect(await runImport(args, {}, output)).toBe(0)
}

type Answer = { results?: { id: string; price?: number }[]; sections?: Record<string, { text: string }[]> }

async function edge(path: string): Promise<Answer> {
  const response = await fetch(`${product?.edgeUrl}${path}`)
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}

async function write(base: string | undefined, path: string, init: { secret: string; method: string; body: object }) {
  const headers = { authorization: `Bearer ${init.secret}`, 'content-type': 'application/json' }
  const response = await fetch(`${base}${path}`, { method: init.method, headers, body: JSON.stringify(init.body) })
  expect(response.status).toBe(200)
}

const search = async () => (await edge('/v1/search?q=lamp')).results?.map(({ id, price }) => [id, price])
const suggested = async () => {
  const { sections = {} } = await edge('/v1/suggest?q=green')
  return Object.values(sections).flatMap((section) => section.map(({ text }) => text.toLowerCase()))
}
const seen = { timeout: SEEN_WITHIN_MS, interval: 100 }

describe('a write at the origin', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nearfield-writes-'))
    await importPrices(10)
    const started = await startNearfield({ port: 0, originPort: 0, dataFolder: data(), say: () => undefined })
    if (started.outcome === 'refused') throw new Error(started.sentence)
    product = started.product
  })
  afterAll(async () => {
    await product?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is seen at the edge when it is an import', async () => {
    const before = [
      ['lamp-0', 10],
      ['lamp-1', 11],
      ['lamp-2', 12],
    ]
    expect(await search()).toEqual(before)
    await importPrices(20)
    expect(await search()).toEqual(before)
    await expect.poll(search, seen).toEqual(before.map(([id, price]) => [id, Number(price) + 10]))
  })

  it('is seen when it is a rule, or takes a completion out', async () => {
    const secrets = JSON.parse(await readFile(join(data(), 'secrets.json'), 'utf8')) as {
      ORIGIN_SECRET: string
      ADMIN_TOKEN: string
    }
    expect((await search())?.length).toBe(3)
    const hide = { id: 'sold-out', does: 'hide', on: { items: ['lamp-1'] } }
    await write(product?.edgeUrl, '/v1/admin/rules', {
      secret: secrets.ADMIN_TOKEN,
      method: 'PUT',
      body: { rules: [hide] },
    })
    await expect.poll(async () => (await search())?.map(([id]) => id), seen).toEqual(['lamp-0', 'lamp-2'])
    await expect.poll(suggested, seen).toContain('green lamp')
    await write(product?.originUrl, '/v1/removals', {
      secret: secrets.ORIGIN_SECRET,
      method: 'POST',
      body: { remove: ['green lamp'], restore: [] },
    })
    await expect.poll(suggested, seen).not.toContain('green lamp')
  })
})

/** What the edge knows of visitors outlives `npm start`, and what was imported meanwhile is what the next start answers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
let folder = ''
let product: Product | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nearfield-restart-'))
  await writeFile(join(folder, 'shop.yaml'), CATALOGUE)
})
afterAll(async () => {
  await product?.close()
  await rm(folder, { recursive: true })
})

async function importLamp(price: number): Promise<void> {
  const lamp = { sku: 'lamp', name: 'red lamp', tags: 'light', price, sold: 1 }
  await writeFile(join(folder, 'shop.jsonl'), JSON.stringify(lamp))
  const args = [join(folder, 'shop.jsonl'), '--catalog', join(folder, 'shop.yaml'), '--data', join(folder, 'data')]
  const output = { isTTY: false, write: () => undefined, error: () => undefined }
  expect(await runImport(args, {}, output)).toBe(0)
}

/** The same addresses each time, as with `npm start`. */
async function start(ports: { port: number; originPort: number }): Promise<void> {
  const started = await startNearfield({ ...ports, dataFolder: join(folder, 'data'), say: () => undefined })
  if (started.outcome === 'refused') throw new Error(started.sentence)
  product = started.product
}

async function call(method: string, path: string, sent: { token?: string; body?: object } = {}) {
  const headers = { 'content-type': 'application/json', ...(sent.token && { 'x-nearfield-visitor': sent.token }) }
  const init = { method, headers, ...(sent.body && { body: JSON.stringify(sent.body) }) }
  const response = await fetch(`${product?.edgeUrl}${path}`, init)
  expect(response.ok).toBe(true)
  return { token: response.headers.get('x-nearfield-visitor') ?? '', body: await response.json() }
}

const click = (id: string) => ({ events: [{ id, type: 'clicked', item: 'lamp' }] })
const prices = async () => {
  const { body } = await call('GET', '/v1/search?q=lamp')
  return (body as { results: { price: number }[] }).results.map(({ price }) => price)
}

it('keeps visitors and opt-outs, counts an event once, and answers what was imported meanwhile', async () => {
  await importLamp(10)
  const ports = { port: await freePort(), originPort: await freePort() }
  await start(ports)
  const { token: known } = await call('POST', '/v1/events', { body: click('before-restart') })
  const { token: opted } = await call('PUT', '/v1/me/consent', { body: { consent: false } })
  expect(await prices()).toEqual([10])
  await product?.close()
  await importLamp(20)
  await start(ports)

  expect((await call('GET', '/v1/me', { token: known })).body).toMatchObject({
    visitor: 'known',
    events: 1,
    consent: true,
  })
  expect((await call('GET', '/v1/me', { token: opted })).body).toMatchObject({ consent: false })
  const again = { token: known, body: click('before-restart') }
  expect((await call('POST', '/v1/events', again)).body).toMatchObject({ accepted: 0, duplicates: 1 })
  expect((await call('POST', '/v1/events', { token: opted, body: click('opted-out-1') })).body).toMatchObject({
    accepted: 0,
    discarded: 1,
  })
  await expect.poll(prices, { timeout: 6_000, interval: 100 }).toEqual([20])
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

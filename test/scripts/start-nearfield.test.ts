/** What keeps `npm start` from running is said before anything is made or seeded. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startNearfield } from '../../scripts/start-nearfield.ts'
import { lockFolder } from '../../scripts/start-lock.ts'
import { tempFolder } from '../origin/temp-folder.ts'

async function sentenceOf(dataFolder: string, ports: { port?: number; originPort?: number } = {}): Promise<string> {
  const started = await startNearfield({ port: 0, originPort: 0, dataFolder, say: () => undefined, ...ports })
  if (started.outcome === 'started') {
    await started.product.close()
    throw new Error('it started')
  }
  return started.sentence
}

async function busyPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

it.each([
  ['port', '--port (NEARFIELD_PORT)'],
  ['originPort', '--origin-port (NEARFIELD_ORIGIN_PORT)'],
])('is a busy %s, and the data folder is not made', async (option, flag) => {
  const [port, dataFolder] = [await busyPort(), join(tempFolder(), 'data')]
  expect(await sentenceOf(dataFolder, { [option]: port })).toBe(
    `Port ${port} is in use: stop what uses it, or choose another with ${flag}.`,
  )
  expect(existsSync(dataFolder)).toBe(false)
})

it('is a data folder that is a file', async () => {
  const file = join(tempFolder(), 'data')
  writeFileSync(file, '')
  expect(await sentenceOf(file)).toBe(
    `${file} is a file and not a folder: name another folder with --data (NEARFIELD_DATA).`,
  )
})

it('is damage in the secrets and in the state of the edge', async () => {
  const folder = tempFolder()
  const state = join(folder, 'edge', 'do', 'nearfield-Visitor')
  mkdirSync(state, { recursive: true })
  writeFileSync(join(state, 'empty.sqlite'), '')
  writeFileSync(join(state, 'visitor.sqlite'), 'not a database')
  expect(await sentenceOf(folder)).toBe(
    `${join(state, 'visitor.sqlite')} is damaged: delete the folder ${join(folder, 'edge')} and start again. Only what the edge keeps of visitors (sessions, opt-outs, limits) and its cache are lost.`,
  )
  expect(existsSync(join(folder, 'nearfield.sqlite'))).toBe(false)
  writeFileSync(join(folder, 'secrets.json'), '{')
  expect(await sentenceOf(folder)).toContain('secrets.json is damaged. Delete it')
})

it('is another start on the folder', async () => {
  const folder = tempFolder()
  const lock = lockFolder(folder)
  expect(await sentenceOf(folder)).toContain(`is in use by another npm start (process ${process.pid})`)
  if (lock.outcome === 'taken') lock.release()
})

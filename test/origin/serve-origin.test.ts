import { expect, it } from 'vitest'
import { serveOrigin } from '../../origin/serve-origin.ts'
import { openStorage } from '../../origin/storage/open.ts'
import { tempFolder } from './temp-folder.ts'

const secret = { kind: 'secret', secret: 'a-secret-of-the-tests-0123456789abcdef' } as const

async function serve(dataFolder: string, access: { kind: 'open' } | typeof secret) {
  const said: string[] = []
  const options = { dataFolder, access, host: '127.0.0.1', port: 0, edge: undefined }
  return { serving: await serveOrigin(options, (line) => said.push(line)), said }
}

it('does not serve the demo for a folder without a catalogue, and lets go of it', async () => {
  const folder = tempFolder()
  const { serving, said } = await serve(folder, secret)
  expect(serving).toEqual({
    outcome: 'refused',
    sentence: `The data folder ${folder} holds no catalogue. Is it the right one (--data, NEARFIELD_DATA)? Then import first: npm run import -- <file> --catalog <file> --data ${folder}`,
  })
  expect(said).toEqual([])
  const opened = openStorage(folder)
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  expect(opened.storage.database.prepare('SELECT count(*) AS rows FROM items').get()).toEqual({ rows: 0 })
  opened.storage.close()
})

it("loads the demo on one's own machine, and names what it serves", async () => {
  const folder = tempFolder()
  for (const access of [{ kind: 'open' }, secret] as const) {
    const { serving, said } = await serve(folder, access)
    if (serving.outcome !== 'serving') throw new Error(serving.sentence)
    expect(said).toEqual([`origin ready on ${serving.url}: catalogue "movies", 3200 items in ${folder}`])
    await serving.close()
  }
})

/**
 * `ADMIN_TOKEN=… npm run publish-model -- <folder> --edge <address>`: hands what `npm run train` wrote to the edge, which
 * ranks with it. A head's trees are read from `<objective>.txt`, or `<objective>.json` when there is no text: a model that
 * LightGBM trained takes the place of ours under the same name.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ModelUpload } from '#core/contract/model'

async function publishModel(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { edge: { type: 'string' } }, allowPositionals: true })
  const [folder] = positionals
  const { ADMIN_TOKEN: token } = process.env
  if (folder === undefined || values.edge === undefined || !URL.canParse(values.edge))
    throw new Error('ADMIN_TOKEN=… npm run publish-model -- <folder> --edge <address>')
  if (token === undefined || token === '') throw new Error('The ADMIN_TOKEN of the edge is not in the environment.')
  const response = await fetch(new URL('/v1/admin/publish?upload=model', values.edge), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(uploadOf(folder)),
    // The token goes to the address that was given, and nowhere else.
    redirect: 'manual',
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`The edge answered ${response.status}: ${JSON.stringify(answer)}`)
  console.log(JSON.stringify(answer, null, 2))
}

function uploadOf(folder: string): ModelUpload {
  const about: { heads: ModelUpload['heads'] } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))
  const heads = about.heads.map(({ objective, weight, calibration }) => {
    const text = join(folder, `${objective}.txt`)
    const file = existsSync(text) ? text : join(folder, `${objective}.json`)
    return { objective, weight, calibration, trees: readFileSync(file, 'utf8') }
  })
  return { heads, knowledge: readFileSync(join(folder, 'knowledge.bin')).toString('base64') }
}

try {
  await publishModel()
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(process.env.NEARFIELD_DEBUG ? error.stack : error.message)
  process.exit(1)
}

import type { Buffer } from 'node:buffer'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runImport } from '../../../origin/import/run-import.ts'
import { openOrigin, type Origin } from '../../../origin/open-origin.ts'
import { tempFolder } from '../temp-folder.ts'

/** A small shop's catalogue file. */
export const CATALOGUE = `name: shop
id: sku
title: name
search: [{ field: name, weight: 10 }]
facets: [{ name: tag, field: tags, label: Tag, affinity: 1, separator: "|" }]
price: price
popularity: sold
`

/** A folder with a catalogue file and data files, and the import run in it. */
export function workbench(catalogue = CATALOGUE, env: Record<string, string> = {}) {
  const folder = tempFolder()
  const data = join(folder, 'data')
  const catalogueFile = join(folder, 'shop.yaml')
  writeFileSync(catalogueFile, catalogue)
  return {
    data,
    write: (name: string, content: string | Buffer): string => {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    },
    run: async (file: string, ...flags: string[]) => {
      let screen = ''
      const code = await runImport([file, '--catalog', catalogueFile, '--data', data, ...flags], env, {
        isTTY: false,
        write: (text) => (screen += text),
        error: (line) => (screen += `${line}\n`),
      })
      return { code, screen: screen.replaceAll(folder, '') }
    },
  }
}

export async function opened(dataFolder: string): Promise<Origin> {
  const outcome = await openOrigin({
    dataFolder,
    access: { kind: 'open' },
    now: () => 0,
    onSeedProgress: null,
    rebuildEveryMs: null,
  })
  if (outcome.outcome !== 'opened') throw new Error(outcome.sentence)
  return outcome.origin
}

/** Everything that a visitor could see, and the catalogue's version. */
export async function state(dataFolder: string): Promise<unknown> {
  const origin = await opened(dataFolder)
  const response = await origin.fetch(new Request('http://origin.test/v1/retrieve?limit=200&facets=tag'))
  const body: unknown = await response.json()
  origin.close()
  return { body, catalogue: origin.catalogue }
}

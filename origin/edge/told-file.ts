import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { writeWhole } from '../storage/write-whole.ts'
import type { Told } from './edge-notice.ts'

const text = v.optional(v.string())
const schema = v.object({
  url: v.string(),
  stamps: v.object({ catalogue: text, artifacts: text, removals: text, rules: text }),
})

/** A file of the data folder. One that is not there, damaged, or about another edge: nothing was told yet. */
export function toldFile(folder: string, edgeUrl: string): Told {
  const path = join(folder, 'edge-told.json')
  return {
    async read() {
      const parsed = v.safeParse(schema, await readJson(path))
      return parsed.success && parsed.output.url === edgeUrl ? parsed.output.stamps : {}
    },
    write: (stamps) => writeWhole(path, new TextEncoder().encode(JSON.stringify({ url: edgeUrl, stamps }))),
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      return null
    throw error
  }
}

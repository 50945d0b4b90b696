/** Secrets of a local installation: random, made on the first start, readable by their owner only. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Secrets = { ORIGIN_SECRET: string; IDENTITY_SECRET: string; ADMIN_TOKEN: string }

const NAMES = ['ORIGIN_SECRET', 'IDENTITY_SECRET', 'ADMIN_TOKEN'] as const

/** Reads `secrets.json` of the data folder, which exists, making it when it is not there. @throws Error when it is damaged. */
export function localSecrets(dataFolder: string): Secrets {
  const path = join(dataFolder, 'secrets.json')
  const stored = readStored(path)
  if (stored !== undefined) return stored
  const [ORIGIN_SECRET, IDENTITY_SECRET, ADMIN_TOKEN] = [secret(), secret(), secret()]
  const made = { ORIGIN_SECRET, IDENTITY_SECRET, ADMIN_TOKEN }
  writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  return made
}

function readStored(path: string): Secrets | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const parsed: unknown = safeJson(text)
  if (isSecrets(parsed)) return parsed
  throw new Error(`${path} is damaged. Delete it (visitors of this machine then start anew) and start again.`)
}

function isSecrets(value: unknown): value is Secrets {
  const record = value as Record<string, unknown> | null
  return typeof value === 'object' && value !== null && NAMES.every((name) => typeof record?.[name] === 'string')
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const secret = () => randomBytes(32).toString('base64url')

import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Prefix } from '#core/rank/knn/evaluate-prefixes'
import { prefixesOf } from '#core/rank/knn/tune'

/** `skipped` counts lines that are neither form. */
export type SessionFile = { sessions: string[][]; prefixes: Prefix[]; skipped: number }

/**
 * Reads JSONL (a session `[item, …]` or a prefix `[[item, …], next]` a line, in time order) or tab-separated
 * SessionId, ItemId, Time with a header. Gzipped or plain.
 */
export function readSessions(path: string): SessionFile {
  if (!existsSync(path)) throw new Error(`No such file: ${path}`)
  const bytes = readFileSync(path)
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const file = lines[0]?.startsWith('[') ? readJsonLines(lines) : readTabs(lines)
  return { ...file, prefixes: [...file.prefixes, ...file.sessions.flatMap(prefixesOf)] }
}

function readJsonLines(lines: string[]): SessionFile {
  const file: SessionFile = { sessions: [], prefixes: [], skipped: 0 }
  for (const line of lines) {
    const value = parse(line)
    const [seen, next]: unknown[] = Array.isArray(value) ? value : []
    if (isSession(value)) file.sessions.push(value.map(String))
    else if (isSession(seen) && isItem(next)) file.prefixes.push({ seen: seen.map(String), next: String(next) })
    else file.skipped += 1
  }
  return file
}

const isItem = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'
const isSession = (value: unknown): value is (string | number)[] => Array.isArray(value) && value.every(isItem)

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const COLUMNS = ['SessionId', 'ItemId', 'Time']

/** Clicks of a session in order of time; sessions in order of their last click. The header names the columns. */
function readTabs(lines: string[]): SessionFile {
  const header = (lines[0] ?? '').replace('\uFEFF', '').trim().split('\t')
  const named = COLUMNS.map((name) => header.indexOf(name))
  const hasHeader = Number.isNaN(timeOf(header[2]))
  const places = named.every((place) => place >= 0) ? named : [0, 1, 2]
  const clicks = new Map<string, { item: string; time: number }[]>()
  let skipped = 0
  for (const line of hasHeader ? lines.slice(1) : lines) {
    const cells = line.trim().split('\t')
    const [session, item, at] = places.map((place) => cells[place])
    const time = timeOf(at)
    if (session === undefined || item === undefined || Number.isNaN(time)) {
      skipped += 1
      continue
    }
    const known = clicks.get(session)
    if (known === undefined) clicks.set(session, [{ item, time }])
    else known.push({ item, time })
  }
  const sessions = [...clicks.values()].map((list) => list.sort((a, b) => a.time - b.time))
  const end = (list: { time: number }[]) => list.at(-1)?.time ?? 0
  sessions.sort((a, b) => end(a) - end(b))
  return { sessions: sessions.map((list) => list.map((click) => click.item)), prefixes: [], skipped }
}

/** A number, or a date and time. */
const timeOf = (text: string | undefined): number => {
  if (text === undefined || text === '') return Number.NaN
  const number = Number(text)
  return Number.isNaN(number) ? Date.parse(text) : number
}

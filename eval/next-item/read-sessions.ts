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
    if (!Array.isArray(value)) file.skipped += 1
    else if (Array.isArray(value[0])) file.prefixes.push({ seen: value[0].map(String), next: String(value[1]) })
    else file.sessions.push(value.map(String))
  }
  return file
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Clicks of a session in order of time; sessions in order of their last click. */
function readTabs(lines: string[]): SessionFile {
  const clicks = new Map<string, { item: string; time: number }[]>()
  let skipped = 0
  for (const line of lines.slice(1)) {
    const [session, item, time] = line.split('\t')
    if (session === undefined || item === undefined || !Number.isFinite(Number(time))) {
      skipped += 1
      continue
    }
    const known = clicks.get(session) ?? []
    known.push({ item, time: Number(time) })
    clicks.set(session, known)
  }
  const sessions = [...clicks.values()].map((list) => list.sort((a, b) => a.time - b.time))
  const end = (list: { time: number }[]) => list.at(-1)?.time ?? 0
  sessions.sort((a, b) => end(a) - end(b))
  return { sessions: sessions.map((list) => list.map((click) => click.item)), prefixes: [], skipped }
}

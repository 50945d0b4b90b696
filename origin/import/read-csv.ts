/**
 * CSV with a header line. The delimiter is whichever of comma, semicolon and tab the header has most of.
 *
 * A malformed record costs its own first line and nothing else: reading resumes at the line after it, so that one stray
 * quote cannot swallow the good rows below. A record that is still open after `MAX_RECORD_LINES` counts as malformed.
 */
import type { Buffer } from 'node:buffer'
import type { Row } from '../catalog/field.ts'
import { type CsvRecord, type FedLine, feedLine, newRecord } from './csv-record.ts'
import { lines, type Line } from './lines.ts'
import { MAX_RECORD_BYTES, type ReadRow } from './read-row.ts'

const MAX_RECORD_LINES = 1_000
const DELIMITERS = [',', ';', '\t']

type Finished = Exclude<FedLine, { state: 'open' }>
/** A record that is over, where it began, and the lines that must be read again. */
type Attempt = { at: Line; result: Finished; again: Line[] }

const malformed = (reason: string): Finished => ({ state: 'malformed', reason })
const UNCLOSED = malformed('a quote is never closed')

type Header = { names: string[]; delimiter: string }

export async function* readCsv(chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadRow> {
  let header: Header | null = null
  for await (const { at, result } of records(chunks, () => header)) {
    const { line, bytes } = at
    const unreadable = (reason: string): ReadRow => ({ outcome: 'unreadable', line, bytes, reason })
    if (result.state === 'malformed') yield unreadable(result.reason)
    else if (header !== null) yield { outcome: 'row', line, bytes, row: toRow(header.names, result.fields) }
    else {
      const names = result.fields.map((name) => name.trim())
      const twice = names.find((name, index) => names.indexOf(name) !== index)
      if (twice !== undefined) {
        yield unreadable(`the header names "${twice}" twice: nothing below it was read`)
        return
      }
      header = { names, delimiter: delimiterOf(at) }
    }
  }
}

/** Cuts lines into records; lines behind a malformed one are read again on their own. */
async function* records(
  chunks: AsyncIterable<Buffer>,
  header: () => Header | null,
): AsyncGenerator<Omit<Attempt, 'again'>> {
  let held: Line[] = []
  let record = newRecord()
  let bytes = 0
  const restart = (): void => {
    held = []
    record = newRecord()
    bytes = 0
  }
  /** Feeds one line; returns what is finished by it. */
  const feed = (line: Line): Attempt | null => {
    const at = held[0] ?? line
    if (held.length === 0 && isBlank(line)) return null
    const outcome = feedOne(record, line, { at, header: header() })
    bytes += line.content?.byteLength ?? MAX_RECORD_BYTES
    if (outcome.state === 'open' && held.length < MAX_RECORD_LINES && bytes < MAX_RECORD_BYTES) {
      held.push(line)
      return null
    }
    const again = outcome.state === 'whole' || held.length === 0 ? [] : [...held.slice(1), line]
    restart()
    return { at, result: outcome.state === 'open' ? UNCLOSED : outcome, again }
  }
  const drain = function* (first: Line[]): Generator<Omit<Attempt, 'again'>> {
    const waiting = first
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) {
      const attempt = feed(line)
      if (attempt === null) continue
      waiting.unshift(...attempt.again)
      yield attempt
    }
  }
  for await (const line of lines(chunks)) yield* drain([line])
  while (held.length > 0) {
    const [first, ...rest] = held
    restart()
    if (first !== undefined) yield { at: first, result: UNCLOSED }
    yield* drain(rest)
  }
}

function feedOne(record: CsvRecord, line: Line, { at, header }: { at: Line; header: Header | null }): FedLine {
  const text = decode(line)
  if (text === null) {
    const tooLong = line.content === null
    return malformed(tooLong ? `longer than ${MAX_RECORD_BYTES} bytes` : 'not UTF-8: save it as UTF-8')
  }
  const fed = feedLine(record, text, header?.delimiter ?? delimiterOf(at))
  if (fed.state !== 'whole' || header === null || fed.fields.length === header.names.length) return fed
  return malformed(`expected ${header.names.length} columns, found ${fed.fields.length}`)
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The line's text without its carriage return; null when it is too long or not UTF-8. The decoder drops a byte order mark. */
function decode({ content }: Line): string | null {
  if (content === null) return null
  try {
    return decoder.decode(content).replace(/\r$/, '')
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

const isBlank = ({ content }: Line): boolean => content !== null && content.toString('latin1').trim() === ''

function delimiterOf({ content }: Line): string {
  const text = content?.toString('latin1') ?? ''
  const countOf = (delimiter: string): number => text.split(delimiter).length
  return DELIMITERS.reduce((best, delimiter) => (countOf(delimiter) > countOf(best) ? delimiter : best))
}

/** No prototype, because a column may be called anything. */
function toRow(names: string[], fields: string[]): Row {
  const row: Record<string, unknown> = Object.create(null)
  for (const [index, name] of names.entries()) row[name] = fields[index]
  return row
}

import { createReadStream, existsSync, openSync, readSync, closeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { parseLogEvent, type LogEvent } from '#core/rank/features/log-event'
import { inOrder, lineOf, type LogLine } from './log-order.ts'

/** `events` are in order of time, and parsed anew each time they are walked over. */
export type Log = { events: Iterable<LogEvent>; malformed: number; firstFault: string | undefined }

/**
 * Reads a log, gzipped or plain. Lines that are no events are counted and left out. What is kept are the lines: as
 * objects, a million events with lists of 25 would take gigabytes.
 */
export async function readLog(path: string): Promise<Log> {
  if (!existsSync(path)) throw new Error(`No such file: ${path}`)
  const bytes = createReadStream(path)
  const source = isGzip(path) ? bytes.pipe(createGunzip()) : bytes
  const kept: LogLine[] = []
  const faults = { count: 0, first: undefined as string | undefined }
  let number = 0
  try {
    for await (const text of createInterface({ input: source, crlfDelay: Infinity })) {
      number += 1
      if (text.trim() === '') continue
      const event = parseLogEvent(text)
      if (event.kind === 'malformed') {
        faults.count += 1
        faults.first ??= `line ${number}: ${event.reason}`
      } else kept.push(lineOf(event, text))
    }
  } catch (error) {
    // A gzip file that is cut short or is not one behind its first bytes.
    throw new Error(`${path} can not be read beyond line ${number}: ${String(error)}`, { cause: error })
  }
  const lines = inOrder(kept)
  return { events: { [Symbol.iterator]: () => parsed(lines) }, malformed: faults.count, firstFault: faults.first }
}

function* parsed(lines: readonly LogLine[]): Generator<LogEvent> {
  for (const { text, at } of lines) {
    const event = parseLogEvent(text)
    // The line's time may be a later one than the text says.
    if (event.kind !== 'malformed') yield event.at === at ? event : { ...event, at }
  }
}

function isGzip(path: string): boolean {
  const file = openSync(path, 'r')
  const head = Buffer.alloc(2)
  readSync(file, head)
  closeSync(file)
  return head[0] === 0x1f && head[1] === 0x8b
}

import { createReadStream, existsSync, openSync, readSync, closeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { parseLogEvent, type LogEvent } from '#core/rank/features/log-event'

export type Log = { events: LogEvent[]; malformed: number; firstFault: string | undefined }

/**
 * At one instant what is declared comes first and what names a list comes after the lists; the rest keeps the order of
 * the file, because clocks often tick in seconds and what was opened before a list must stay before it.
 */
function orderOf(event: LogEvent): number {
  if (event.kind === 'interaction') return event.ranking === undefined ? 1 : 2
  return event.kind === 'ranking' ? 1 : 0
}

/** Reads a log, gzipped or plain, into order of time. Lines that are no events are counted and left out. */
export async function readLog(path: string): Promise<Log> {
  if (!existsSync(path)) throw new Error(`No such file: ${path}`)
  const bytes = createReadStream(path)
  const lines = createInterface({ input: isGzip(path) ? bytes.pipe(createGunzip()) : bytes, crlfDelay: Infinity })
  const log: Log = { events: [], malformed: 0, firstFault: undefined }
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    const event = parseLogEvent(line)
    if (event.kind === 'malformed') {
      log.malformed += 1
      log.firstFault ??= `line ${number}: ${event.reason}`
    } else log.events.push(event)
  }
  log.events.sort((a, b) => a.at - b.at || orderOf(a) - orderOf(b))
  return log
}

function isGzip(path: string): boolean {
  const file = openSync(path, 'r')
  const head = Buffer.alloc(2)
  readSync(file, head)
  closeSync(file)
  return head[0] === 0x1f && head[1] === 0x8b
}

/**
 * A closed-loop load over keep-alive connections: each connection sends its next request when the answer to the last
 * one is whole. Raw sockets, so that the generator costs less than what it measures. Loopback only, bounded in time.
 */
import { connect } from 'node:net'

/** GETs of `paths` in turn, each with the next of `headers`; or whatever whole requests `request` makes, one after another. */
export type Load = { port: number; connections: number; seconds: number } & (Gets | { request: () => Buffer })
type Gets = { paths: string[]; headers: string[][] }

export type LoadResult = { rps: number; p50Ms: number; p99Ms: number; notOk: number }

export async function runLoad(load: Load): Promise<LoadResult> {
  const prepared = 'paths' in load ? getRequests(load) : []
  const latencies: number[] = []
  const counts = { notOk: 0 }
  const startedAt = performance.now()
  const until = startedAt + load.seconds * 1_000
  let next = 0
  const request = 'paths' in load ? () => prepared[next++ % prepared.length] ?? Buffer.of() : load.request
  const connection = () => runConnection({ port: load.port, request, until, latencies, counts })
  await Promise.all(Array.from({ length: load.connections }, connection))
  const elapsed = (performance.now() - startedAt) / 1_000
  latencies.sort((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN
  return { rps: latencies.length / elapsed, p50Ms: at(0.5), p99Ms: at(0.99), notOk: counts.notOk }
}

function getRequests({ paths, headers }: Gets): Buffer[] {
  return paths.map((path, i) => {
    const extra = headers.length === 0 ? [] : (headers[i % headers.length] ?? [])
    return Buffer.from([`GET ${path} HTTP/1.1`, 'host: 127.0.0.1', ...extra, '', ''].join('\r\n'))
  })
}

type Connection = {
  port: number
  request: () => Buffer
  until: number
  latencies: number[]
  counts: { notOk: number }
}

function runConnection({ port, request, until, latencies, counts }: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0
    /** A head of which a part has come, and the bytes to come of an answer whose head has. */
    let pending = Buffer.alloc(0)
    let missing = 0
    const send = (): void => {
      const bytes = request()
      sentAt = performance.now()
      socket.write(bytes)
    }
    const take = (bytes: Buffer): void => {
      if (missing === 0) {
        const size = responseSize(bytes)
        // A copy: the connection reads into the same bytes again.
        pending = size === undefined ? Buffer.from(bytes) : pending.subarray(0, 0)
        if (size === undefined) return
        // 200, and 202 for events.
        if (!/ 20[02]$/.test(bytes.toString('latin1', 0, 12))) counts.notOk += 1
        missing = size
      }
      missing -= bytes.length
      if (missing > 0) return
      const now = performance.now()
      latencies.push(now - sentAt)
      if (now < until) send()
      else socket.end()
    }
    // Always into the same bytes: a buffer for every read made the generator collect garbage for a fiftieth of the time,
    // in pauses that were told as the server's p99.
    const buffer = Buffer.alloc(READ_BYTES)
    const callback = (size: number): boolean => {
      const read = buffer.subarray(0, size)
      take(pending.length === 0 ? read : Buffer.concat([pending, read]))
      return true
    }
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback } })
    socket.once('connect', send)
    socket.once('error', reject)
    socket.once('close', () => resolve())
  })
}

const READ_BYTES = 65_536

/** Bytes of the response at the start of `bytes`, by its Content-Length; undefined until the head is whole. */
function responseSize(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const length = /content-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1]
  if (length === undefined) throw new Error('the server answers without Content-Length: this generator needs one')
  return end + 4 + Number(length)
}

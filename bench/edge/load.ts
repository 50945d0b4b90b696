/**
 * A closed-loop load over keep-alive connections: each connection sends its next request when the answer to the last
 * one is whole. Raw sockets, so that the generator costs less than what it measures. Loopback only, bounded in time.
 */
import { connect, type Socket } from 'node:net'

export type Load = { port: number; paths: string[]; headers: string[][]; connections: number; seconds: number }

export type LoadResult = { rps: number; p50Ms: number; p99Ms: number; notOk: number }

export async function runLoad(load: Load): Promise<LoadResult> {
  const requests = load.paths.flatMap((path, i) => {
    const extra = load.headers.length === 0 ? [] : (load.headers[i % load.headers.length] ?? [])
    return [Buffer.from([`GET ${path} HTTP/1.1`, 'host: 127.0.0.1', ...extra, '', ''].join('\r\n'))]
  })
  const latencies: number[] = []
  const counts = { notOk: 0 }
  const startedAt = performance.now()
  const until = startedAt + load.seconds * 1_000
  await Promise.all(
    Array.from({ length: load.connections }, (_, i) =>
      runConnection({ port: load.port, requests, first: i * 7, until, latencies, counts }),
    ),
  )
  const elapsed = (performance.now() - startedAt) / 1_000
  latencies.sort((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN
  return { rps: latencies.length / elapsed, p50Ms: at(0.5), p99Ms: at(0.99), notOk: counts.notOk }
}

type Connection = {
  port: number
  requests: Buffer[]
  first: number
  until: number
  latencies: number[]
  counts: { notOk: number }
}

function runConnection({ port, requests, first, until, latencies, counts }: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let next = first
    let sentAt = 0
    let pending = Buffer.alloc(0)
    const send = (): void => {
      sentAt = performance.now()
      socket.write(requests[next++ % requests.length] ?? '')
    }
    socket.once('connect', send)
    socket.once('error', reject)
    socket.once('close', () => resolve())
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      const size = responseSize(pending)
      if (size === undefined || pending.length < size) return
      if (!pending.subarray(0, 12).toString('latin1').endsWith(' 200')) counts.notOk += 1
      pending = pending.subarray(size)
      const now = performance.now()
      latencies.push(now - sentAt)
      if (now < until) send()
      else socket.end()
    })
  })
}

/** Bytes of the response at the start of `bytes`, by its Content-Length; undefined until the head is whole. */
function responseSize(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const length = /content-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1]
  if (length === undefined) throw new Error('the server answers without Content-Length: this generator needs one')
  return end + 4 + Number(length)
}

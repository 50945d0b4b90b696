/**
 * An HTTP origin on loopback that fails on demand, on the wire and for real. `PUT /<id>/mode` with a mode as its body
 * switches what every GET under `/<id>/` meets from then on; `GET /<id>/calls` counts those GETs.
 */
import { createServer, type Server, type Socket } from 'node:net'

type FaultMode = (typeof FAULT_MODES)[number]
const FAULT_MODES = [
  'ok',
  'hang-before-headers',
  'hang-after-headers',
  'drip',
  'reset',
  'error-503',
  'garbage',
  'half-a-body',
] as const

const BODY = '{"n":1}'
const ok = (): string =>
  `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncache-control: max-age=1, stale-while-revalidate=1, stale-if-error=600\r\n`

const behaviour: Record<FaultMode, (socket: Socket) => void> = {
  ok: (socket) => socket.end(`${ok()}content-length: ${BODY.length}\r\n\r\n${BODY}`),
  'hang-before-headers': () => undefined,
  'hang-after-headers': (socket) => void socket.write(`${ok()}content-length: ${BODY.length}\r\n\r\n`),
  drip: (socket) => {
    socket.write(`${ok()}content-length: 10000\r\n\r\n`)
    const timer = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(timer))
  },
  reset: (socket) => void socket.resetAndDestroy(),
  'error-503': (socket) =>
    socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbusy'),
  garbage: (socket) => socket.end('\u0000\u0001not http at all\r\n\r\n'),
  'half-a-body': (socket) => socket.end(`${ok()}content-length: 1000\r\n\r\n{"n":`),
}

export async function startFaultyOrigin(): Promise<{ url: string; stop(): Promise<void> }> {
  const modes = new Map<string, FaultMode>()
  const calls = new Map<string, number>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let received = ''
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const end = received.indexOf('\r\n\r\n')
      if (end === -1) return
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
      if (received.length < end + 4 + length) return
      const [, method = '', id = '', rest = ''] = /^(\w+) \/([^/ ]+)\/(\S*)/.exec(received) ?? []
      const body = received.slice(end + 4)
      received = ''
      const answer = (text: string): void =>
        void socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${text.length}\r\n\r\n${text}`)
      if (method === 'PUT') {
        modes.set(id, FAULT_MODES.find((mode) => mode === body) ?? 'ok')
        return answer('')
      }
      if (rest === 'calls') return answer(String(calls.get(id) ?? 0))
      calls.set(id, (calls.get(id) ?? 0) + 1)
      behaviour[modes.get(id) ?? 'ok'](socket)
    })
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, stop: () => stop(server, sockets) }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the origin has no port')
  return address.port
}

async function stop(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
}

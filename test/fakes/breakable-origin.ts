/**
 * A real origin behind doors that can be broken one by one: `http://…/door-<name>/…` is the origin, `PUT /door-<name>`
 * with a mode breaks it for whoever uses that door, `GET /door-<name>` lists what was asked through it, and
 * `POST /door-<name>` with a job's name runs it at the origin. What a whole door passes on is the real origin's answer.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { BreakMode } from './break-mode.ts'

export type BreakableOrigin = { url: string; close(): Promise<void> }

export type OriginBehind = {
  fetch: (request: Request) => Promise<Response>
  jobs: Record<string, () => Promise<unknown>>
}
type Door = { mode: BreakMode; calls: string[] }

/** @param originOf the origin behind the door of this name */
export async function breakableOrigin(originOf: (door: string) => OriginBehind): Promise<BreakableOrigin> {
  const doors = new Map<string, Door>()
  const server = createServer((request, response) => {
    const [, name = '', path = ''] = /^\/door-([\w-]+)(\/.*)?$/.exec(request.url ?? '') ?? []
    const door = doors.get(name) ?? { mode: 'whole', calls: [] }
    doors.set(name, door)
    const passing = { request, response, origin: originOf(name) }
    const work = path === '' ? operate(door, passing) : pass(door, path, passing)
    work.catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function operate(door: Door, { request, response, origin }: Passing): Promise<void> {
  if (request.method === 'POST') {
    const job = origin.jobs[(await readBody(request)).toString()]
    response.end(JSON.stringify(await job?.()))
    return
  }
  if (request.method === 'PUT') door.mode = (await readBody(request)).toString() as BreakMode
  response.end(JSON.stringify(door.calls.splice(0)))
}

type Passing = { request: IncomingMessage; response: ServerResponse; origin: OriginBehind }

async function pass(door: Door, path: string, { request, response, origin }: Passing): Promise<void> {
  door.calls.push(`${request.method} ${path}`)
  switch (door.mode) {
    case 'whole':
      return passOn(await origin.fetch(await toRequest(request, path)), response)
    case 'erroring':
      response.writeHead(500).end('broken')
      return
    case 'hanging':
      return
    case 'reset':
      request.socket.destroy()
      return
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=60' }).end('{"half":')
      return
    default:
      door.mode satisfies never
  }
}

async function toRequest(request: IncomingMessage, path: string): Promise<Request> {
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const { method = 'GET' } = request
  const body = method === 'GET' || method === 'HEAD' ? null : await readBody(request)
  return new Request(`http://origin.test${path}`, { method, headers, body })
}

async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function passOn(from: Response, to: ServerResponse): Promise<void> {
  to.writeHead(from.status, Object.fromEntries(from.headers))
  if (from.body === null) to.end()
  else Readable.fromWeb(from.body as never).pipe(to)
}

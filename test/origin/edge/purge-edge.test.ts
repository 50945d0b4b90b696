import { createServer, type IncomingMessage } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { purgeEdge } from '../../../origin/edge/purge-edge.ts'

let close: (() => void) | undefined
afterEach(() => close?.())

/** An edge on loopback that answers with `status` and keeps what it was sent. */
async function edge(status: number): Promise<{ url: string; sent: string[] }> {
  const sent: string[] = []
  const server = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      sent.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`)
      response.writeHead(status, { location: '/elsewhere' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => void server.close()
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, sent }
}

const purge = { mode: 'soft', tags: ['catalogue', 'artifacts'] } as const

it('sends one purge, with the token', async () => {
  const { url, sent } = await edge(202)
  expect(await purgeEdge({ url, token: 't0ken' }, purge)).toBeUndefined()
  expect(sent).toEqual(['POST /v1/admin/purge Bearer t0ken {"mode":"soft","tags":["catalogue","artifacts"]}'])
})

it.each([401, 503, 200])('says that the edge was not told when it answers %i', async (status) => {
  const { url } = await edge(status)
  expect(await purgeEdge({ url, token: 't' }, purge)).toBe(`it answered ${status}`)
})

it('does not carry the token elsewhere', async () => {
  const { url, sent } = await edge(302)
  expect(await purgeEdge({ url, token: 't' }, purge)).toContain('it answered 302')
  expect(sent).toHaveLength(1)
})

it('says that an edge cannot be reached', async () => {
  expect(await purgeEdge({ url: 'http://127.0.0.1:9', token: 't' }, purge)).toContain('it cannot be reached')
})

/**
 * A real redis-server behind the part of Upstash's REST protocol that `@upstash/redis` uses: a command is a JSON array
 * POSTed to `/`, several are POSTed to `/pipeline`; `{"result"}` or `{"error"}` comes back.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectResp, type Reply, type RespClient } from './resp-client.ts'

export const REDIS_TOKEN = 'token-of-the-tests'
export type RedisRest = { url: string; stop(): Promise<void> }

export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

export async function startRedisRest(): Promise<RedisRest> {
  const folder = mkdtempSync(join(tmpdir(), 'nearfield-redis-'))
  const port = await freePort()
  const options = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const redis = spawn('redis-server', args, { stdio: 'ignore' })
  const client = await connected(port)
  const server = createServer((request, response) => void answer(client, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the bridge has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      client.close()
      const gone = new Promise((resolve) => redis.once('exit', resolve))
      redis.kill()
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answer(client: RespClient, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const reply = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  if (request.headers.authorization !== `Bearer ${REDIS_TOKEN}`) return reply(401, { error: 'Unauthorized' })
  const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown[]
  if (request.url === '/pipeline') {
    const results = await Promise.all(body.map((command) => client.command((command as unknown[]).map(String))))
    return reply(200, results.map(wrapped))
  }
  const result = wrapped(await client.command(body.map(String)))
  reply('error' in result ? 400 : 200, result)
}

function wrapped(reply: Reply): { result: Reply } | { error: string } {
  return typeof reply === 'object' && reply !== null && 'error' in reply ? { error: reply.error } : { result: reply }
}

async function connected(port: number): Promise<RespClient> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await connectResp(port)
    } catch (error) {
      if (attempt === 200) throw new Error('redis-server did not start', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createSocketServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

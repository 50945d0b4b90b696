import { createServer } from 'node:http'

export type BenchOrigin = { url: string; calls: () => number; close: () => void }

/** An origin that takes its time and counts: `/item/<id>` answers JSON about as small as hello, fresh for an hour. */
export async function startBenchOrigin(delayMs: number): Promise<BenchOrigin> {
  let calls = 0
  const server = createServer((request, response) => {
    calls += 1
    const body = JSON.stringify({ id: request.url ?? '', text: 'hello' })
    setTimeout(() => {
      const headers = {
        'content-type': 'application/json',
        'cache-control': 'max-age=3600',
        'content-length': body.length,
      }
      response.writeHead(200, headers).end(body)
    }, delayMs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the origin has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls: () => calls,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

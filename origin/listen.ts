import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Origin } from './open-origin.ts'

export type ListenOutcome =
  | { outcome: 'listening'; url: string; port: number; close: () => Promise<void> }
  | { outcome: 'port-busy' | 'not-allowed'; sentence: string }

/** Serves `origin` on a port; 0 takes any free one. */
export async function listen(origin: Origin, { host, port }: { host: string; port: number }): Promise<ListenOutcome> {
  const server = createServer(getRequestListener(origin.fetch))
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    return explain(error, { host, port })
  }
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    outcome: 'listening',
    url: `http://${host}:${bound}`,
    port: bound,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function explain(error: unknown, { host, port }: { host: string; port: number }): ListenOutcome {
  const code = error instanceof Error && 'code' in error ? error.code : null
  switch (code) {
    case 'EADDRINUSE':
      return {
        outcome: 'port-busy',
        sentence: `Port ${port} of ${host} is in use: stop what uses it, or choose another with --origin-port (NEARFIELD_ORIGIN_PORT).`,
      }
    case 'EACCES':
    case 'EADDRNOTAVAIL':
      return {
        outcome: 'not-allowed',
        sentence: `Cannot listen on ${host}:${port} (${code}): choose another host or port.`,
      }
    default:
      throw error
  }
}

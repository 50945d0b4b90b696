import { createServer } from 'node:net'

/**
 * The runtime answers a port that it cannot have with an error of its own, or hides behind whoever has it; asking first
 * gives a sentence. @returns null when the port can be had
 */
export async function portFault(port: number, flag: string): Promise<string | null> {
  const code = await new Promise<string | null>((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(null)))
  })
  switch (code) {
    case null:
      return null
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop what uses it, or choose another with ${flag}.`
    case 'EACCES':
      return `Port ${port} needs privileges that this user does not have (EACCES): choose one from 1024 on with ${flag}.`
    default:
      return `Cannot listen on port ${port} (${code}): choose another with ${flag}.`
  }
}

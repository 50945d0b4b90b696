import { createServer } from 'node:net'

/** The runtime answers a busy port with an error of its own, or hides behind whoever has it; asking first gives a sentence. */
export function isPortInUse(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(true))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)))
  })
}

/** Many clients ask for one key that nobody holds, at the same moment, over several runtimes that share a Redis. */
import { Agent, get } from 'node:http'

export async function stampede(urls: readonly string[], clients: number): Promise<{ ok: number }> {
  const agent = new Agent({ keepAlive: false, maxSockets: clients })
  const answers = Array.from({ length: clients }, (_, n) => status(`${urls[n % urls.length]}/herd/one`, agent))
  const ok = (await Promise.all(answers)).filter((code) => code === 200).length
  agent.destroy()
  return { ok }
}

function status(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    }).once('error', reject)
  })
}

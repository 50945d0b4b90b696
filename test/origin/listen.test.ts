import { expect, it } from 'vitest'
import { listen } from '../../origin/listen.ts'
import { demoOrigin } from './demo-origin.ts'

const { origin } = demoOrigin()

it('serves on a free port, refuses a busy one with a sentence, and stops', async () => {
  const first = await listen(origin(), { host: '127.0.0.1', port: 0 })
  if (first.outcome !== 'listening') throw new Error(first.sentence)
  expect(await (await fetch(`${first.url}/healthz`)).json()).toEqual({ status: 'ok' })
  expect((await fetch(`${first.url}/v1/retrieve?q=${'a'.repeat(200_000)}`)).status).toBe(431)

  const second = await listen(origin(), { host: '127.0.0.1', port: first.port })
  expect(second).toEqual({
    outcome: 'port-busy',
    sentence: `Port ${first.port} of 127.0.0.1 is in use: stop what uses it, or choose another with --origin-port (NEARFIELD_ORIGIN_PORT).`,
  })
  await first.close()
  await expect(fetch(`${first.url}/healthz`)).rejects.toThrow('fetch failed')
})

it('says that an address is not ours', async () => {
  expect(await listen(origin(), { host: '192.0.2.1', port: 0 })).toMatchObject({ outcome: 'not-allowed' })
})

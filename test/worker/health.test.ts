import { SELF } from 'cloudflare:test'
import { expect, it } from 'vitest'

it('answers healthz', async () => {
  const response = await SELF.fetch('https://edge.test/healthz')
  expect(response.status).toBe(200)
})

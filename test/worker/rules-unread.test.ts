import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { door } from './break-origin.ts'
import { Visitor } from './visitor.ts'

it('searches without rules when they cannot be read, and counts it', async () => {
  const own = door('rules-unread')
  const visitor = new Visitor(own.env)
  const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}` }
  // The preview stores the search's shared part, not the rules.
  const preview = { headers, body: { rules: [] } }
  const list = await visitor.call('PUT', '/v1/admin/rules?preview=true&q=moon', preview)
  await own.break('garbage')
  const reply = await visitor.get('/v1/search?q=moon')
  expect([reply.status, reply.body.results]).toEqual([200, list.body.results])
  const counted = await visitor.call('GET', '/metrics', { headers })
  expect(counted.body).toContain('nearfield_rules_unread_total{outcome="unavailable"} 1\n')
})

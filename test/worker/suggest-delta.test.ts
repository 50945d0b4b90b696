/** What changes between two builds of the index: told to the origin, seen at the edge, over HTTP with the real origin. */
import { expect, it } from 'vitest'
import { door } from './break-origin.ts'
import { Visitor } from './visitor.ts'

const own = door('suggest-delta')
const PROMISE_MS = 5_000
const POLL_MS = 20

async function tell(path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${own.env.ORIGIN_SECRET}` }
  const response = await fetch(`${own.env.ORIGIN_URL}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  await response.body?.cancel()
}

/** All texts that the edge suggests for `q`. */
async function suggested(q: string): Promise<string[]> {
  const { sections } = (await new Visitor(own.env).get(`/v1/suggest?q=${encodeURIComponent(q)}`)).body
  return [...sections.queries, ...sections.items, ...sections.categories].map((entry: { text: string }) => entry.text)
}

/** Asks as visitors do until `seen` holds, for as long as is promised. */
async function soon(seen: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < PROMISE_MS / POLL_MS; tries++) {
    if (await seen()) return true
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return false
}

it('a removal and a new trend show within five seconds, and a removal taken back does', async () => {
  expect(await suggested('waterworl')).toEqual(['Waterworld'])
  expect(await suggested('alien vs pred')).not.toContain('alien vs predator')
  const searches = [0, 1, 2].map((n) => ({
    id: `delta-search-${n}`,
    type: 'searched',
    at: Date.now(),
    visitor: `delta-visitor-${n}`,
    query: 'alien vs predator',
  }))
  await tell('/v1/log', { events: searches, erased: [] })
  await tell('/v1/removals', { remove: ['Waterworld'] })
  expect(await soon(async () => (await suggested('waterworl')).length === 0)).toBe(true)
  expect(await suggested('alien vs pred')).toContain('alien vs predator')
  await tell('/v1/removals', { restore: ['Waterworld'] })
  expect(await soon(async () => (await suggested('waterworl')).includes('Waterworld'))).toBe(true)
})

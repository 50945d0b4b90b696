/**
 * From clicks to an order that has learned from them, all of it real: queue consumer, log, job, artifacts, the operator's
 * routes, the edge. The doors `model…` lead to an origin whose log only this file fills; a door of another name is a
 * location that has cached nothing yet.
 */
import { createMessageBatch } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import type { LogBatch } from '#core/contract/events'
import type { Impression } from '#core/contract/impressions'
import { openKnowledge } from '#core/rank/features/knowledge-codec'
import { tableNames } from '#core/rank/learned/table-names'
import type { Env } from '../../worker/env.ts'
import worker from '../../worker/index.ts'
import { door } from './break-origin.ts'
import { singleSplit } from './single-split.ts'
import { Visitor, type Reply } from './visitor.ts'

const log = door('model-log').env
const QUERY = '/v1/search?q=love&limit=40&explain=true'

type Result = { id: string; facets: Record<string, string[]>; score: number; position: number; sharedPosition: number }
type Explained = Result & { explain: { stage: string; value: number; why: string }[] }
const results = (reply: Reply): Explained[] => reply.body.results
const ids = (reply: Reply) => results(reply).map(({ id }) => id)
const operator = (env: Env, method: string, path: string, body?: unknown) => {
  const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}` }
  return new Visitor(env).call(method, path, { headers, ...(body !== undefined && { body }) })
}
const statusOf = async (env: Env) => (await operator(env, 'GET', '/v1/admin/status')).body

/** A location that has loaded what is published: the first request looks, and nobody waits for it. */
async function location(name: string, bindings: Partial<Env> = {}): Promise<Env> {
  // Pointers are kept by the platform's cache, which all doors share.
  await operator(log, 'POST', '/v1/admin/purge', { mode: 'hard', tags: ['artifacts'] })
  const env = { ...door(`model-${name}`).env, ...bindings }
  await new Visitor(env).get('/v1/search?q=warm&limit=1')
  return env
}

/** Sixty visitors who were shown these items for `love` and clicked one of them. */
function shownAndClicked(items: string[], item: string): LogBatch {
  const numbers = Array.from({ length: 60 }, (_, number) => number)
  const at = (number: number) => Date.now() - 7_200_000 + number * 60_000
  const impressions = numbers.map((number): Impression => ({
    id: `impression-${number}`,
    at: at(number),
    visitor: `visitor ${number}`,
    surface: 'search',
    seed: null,
    query: 'love',
    filter: '',
    model: 'm',
    policy: 'everyones',
    first: 0,
    items,
    context: { matches: items.map(() => 1), hour: 12, device: 'desktop' },
    explored: null,
  }))
  const events = numbers.map((number) => ({
    id: `click-event-${number}`,
    type: 'clicked' as const,
    at: at(number) + 5_000,
    visitor: `visitor ${number}`,
    item,
    position: items.indexOf(item),
    impression: `impression-${number}`,
  }))
  return { impressions, events, erased: [] }
}

describe('with no training', () => {
  it('what was clicked more than its place promises rises for everyone', async () => {
    const before = await new Visitor(await location('before')).get(QUERY)
    const clicked = ids(before)[12] ?? ''
    expect(JSON.stringify(before.body)).not.toContain('"stage":"prior"')
    const body = shownAndClicked(ids(before).slice(0, 15), clicked)
    const message = { id: 'm', timestamp: new Date(), attempts: 1, body }
    await worker.queue(createMessageBatch<LogBatch>('nearfield-events', [message]), log)
    const built = await operator(log, 'POST', '/v1/admin/publish', { artifact: 'latest', kind: 'knowledge' })
    expect(built).toMatchObject({ status: 200, body: { held: false, versions: [{ served: true }] } })

    const env = await location('knowledge')
    const after = await new Visitor(env).get(QUERY)
    const risen = results(after).find(({ id }) => id === clicked)
    expect(risen?.position).toBeLessThan(12)
    const prior = risen?.explain.find(({ stage }) => stage === 'prior')
    expect(prior?.value).toBeGreaterThan(0.05)
    expect(prior?.why).toMatch(/^clicked \d+\.\d times as often as its places promise for searches like this$/)
    const { served, here } = await statusOf(env)
    expect(here).toMatchObject({ knowledge: served.knowledge.name, model: null })
    expect(here.ranksWith).toBe(`prior-affinity-2+${served.knowledge.name}`)
  })

  it('what a visitor opened in this visit rises for them', async () => {
    const visitor = new Visitor(await location('opened'))
    // The first look begins behind the first answer.
    const opened = ids(await visitor.get(QUERY))[9] ?? ''
    await visitor.click(opened)
    const found = results(await visitor.get(QUERY)).find(({ id }) => id === opened)
    const why = found?.explain.filter(({ stage }) => stage === 'affinity').map((said) => said.why)
    expect(why).toContain('you opened it in this visit')
    expect(found?.position).toBeLessThan(9)
  })
})

/** Two heads: what fits the visitor's genres, and, for less, what is popular. */
async function upload() {
  const { served } = await statusOf(await location('upload'))
  const url = `${log.ORIGIN_URL}/v1/artifacts/${served.knowledge.name}`
  const response = await fetch(url, { headers: { authorization: `Bearer ${log.ORIGIN_SECRET}` } })
  const bytes = await response.arrayBuffer()
  const names = tableNames(openKnowledge(bytes.slice()).store.schema)
  const calibration = { slope: 1, intercept: 0 }
  return {
    heads: [
      { objective: 'click', weight: 1, calibration, trees: singleSplit(names, { name: 'genre:visitor', above: 0.05 }) },
      {
        objective: 'buy',
        weight: 0.1,
        calibration,
        trees: singleSplit(names, { name: 'popularity:value', above: 0.8 }),
      },
    ],
    knowledge: btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')),
  }
}

describe('with a model', () => {
  it('refuses one that can not be served, and says why', async () => {
    const whole = await upload()
    const spoilt = {
      ...whole,
      heads: [{ ...whole.heads[0], trees: singleSplit(['colour'], { name: 'colour', above: 1 }) }],
    }
    expect(await operator(log, 'POST', '/v1/admin/publish?upload=model', spoilt)).toMatchObject({
      status: 400,
      body: { detail: 'not published: The feature table has no column "colour".' },
    })
    expect((await new Visitor(log).call('POST', '/v1/admin/publish?upload=model', { body: whole })).status).toBe(401)
    expect((await statusOf(await location('refused'))).served.model).toBeNull()
  })

  it("an event moves the visitor's very next search, and the reasons add up to the score", async () => {
    const published = await operator(log, 'POST', '/v1/admin/publish?upload=model', await upload())
    const name: string = published.body.versions[0].name
    const impressions: Impression[] = []
    const send = async (batch: LogBatch) => impressions.push(...(batch.impressions ?? []))
    const env = await location('model', { EVENTS: { send } as unknown as Env['EVENTS'] })
    const visitor = new Visitor(env)
    const house = '/v1/search?q=house&limit=30&explain=true'
    const everyones = await visitor.get(house)
    expect(everyones.body.personalisation).toEqual({ outcome: 'skipped', reason: 'new-visitor' })
    expect(ids(everyones)).toEqual(
      results(everyones)
        .toSorted((a, b) => b.score - a.score)
        .map(({ id }) => id),
    )

    const horrors = await new Visitor(env).get('/v1/search?filter=genre:Horror&limit=3')
    await visitor.click(...ids(horrors).slice(0, 2))
    const own = await visitor.get(house)
    expect(own.body.personalisation.outcome).toBe('applied')
    const isHorror = results(own).map(({ facets }) => facets.genre?.includes('Horror') === true)
    expect(isHorror.filter(Boolean).length).toBeGreaterThan(0)
    expect(isHorror).toEqual(isHorror.toSorted((a, b) => Number(b) - Number(a)))
    const [first] = results(own)
    expect(first?.sharedPosition).toBeGreaterThan(0)
    const opened = first?.explain.find(({ why }) => why === 'you opened Horror 2 times')
    expect([opened?.stage, (opened?.value ?? 0) > 0.2]).toEqual(['model', true])
    for (const { explain, score } of results(own)) {
      expect(explain.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
    }
    expect(ids(await new Visitor(env).get(house))).toEqual(ids(everyones))
    // Impressions wait for company: fifty leave at once.
    for (let n = 0; n < 50; n += 1) await new Visitor(env).get('/v1/search?q=love&limit=1')
    expect([...new Set(impressions.slice(1).map(({ model }) => model))]).toEqual([name])
  })

  it('ranks recommended lists too', async () => {
    const env = await location('lists')
    const visitor = new Visitor(env)
    await visitor.click('alien-1979')
    const { body } = await visitor.get('/v1/recommend/trending?limit=5&explain=true')
    const stages = body.results.flatMap(({ explain }: Explained) => explain.map(({ stage }) => stage))
    expect(stages).toContain('model')
    // This origin never built a neighbour index: the columns are missing, and that is counted.
    const metrics: string = (await operator(env, 'GET', '/metrics')).body
    expect(metrics).toContain('nearfield_ranked_neighbours_total{outcome="no-index"} 1\n')
  })

  it(
    'gives each of a thousand visitors in parallel their own event in the very next search',
    { timeout: 60_000 },
    async () => {
      // A thousand at once are late on a busy machine: the deadline is another test's affair.
      const env = await location('many', { LIMITS: limits(100_000), SESSION_DEADLINE_MS: '50000' })
      const genres = ['Horror', 'Comedy', 'Drama', 'Western', 'Musical']
      const films: Result[][] = []
      for (const genre of genres) {
        films.push(results(await new Visitor(env).get(`/v1/search?filter=genre:${genre}&limit=4`)))
      }
      // What a thousand want at once is known here before: what an event is about is looked up for a moment only, and who
      // leads a load on a busy machine may give it up.
      const first = new Visitor(env)
      for (const { id } of films.flat()) await first.click(id)
      expect((await first.get(QUERY)).body.personalisation.outcome).toBe('applied')
      const visits = Array.from({ length: 1_000 }, async (_, number) => {
        const genre = genres[number % genres.length] ?? ''
        const film = films[number % genres.length]?.[number % 4]
        const visitor = new Visitor(env)
        await visitor.click(film?.id ?? '')
        const search = await visitor.get('/v1/search?q=love&limit=3&explain=true')
        const reasons = results(search).flatMap(({ explain }) => explain.map(({ why }) => why))
        const strange = reasons.filter((why) => why.startsWith('you opened') && why !== `you opened ${genre}`)
        const me = await visitor.get('/v1/me')
        const { outcome, features } = search.body.personalisation
        const recent = me.body.recentItems.map(({ id }: Result) => id)
        return { film, said: { strange, outcome, events: features?.events, recent }, affinities: features?.affinities }
      })
      for (const { film, said, affinities } of await Promise.all(visits)) {
        expect(said).toEqual({ strange: [], outcome: 'applied', events: 1, recent: [film?.id] })
        expect(affinities.length).toBeGreaterThan(0)
        for (const { facet, value } of affinities) expect(film?.facets[facet]).toContain(value)
      }
    },
  )

  it('goes on with the model when the origin is gone, and goes back when the operator says so', async () => {
    const own = door('model-gone')
    await new Visitor(own.env).get(QUERY)
    const before = await new Visitor(own.env).get(QUERY)
    await own.break('erroring')
    expect(ids(await new Visitor(own.env).get(QUERY))).toEqual(ids(before))
    await own.break('whole')
    expect((await operator(log, 'POST', '/v1/admin/publish', { artifact: 'none', kind: 'model' })).status).toBe(200)
    const after = await new Visitor(await location('none')).get(QUERY)
    expect(JSON.stringify(after.body)).not.toContain('"stage":"model"')
  })
})

const limits = (tokens: number) =>
  JSON.stringify(Object.fromEntries(['events', 'search', 'me'].map((name) => [name, { tokens, windowSeconds: 60 }])))

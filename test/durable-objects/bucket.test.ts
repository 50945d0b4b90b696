import { env } from 'cloudflare:workers'
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'

const perMinute = { tokens: 60, windowMs: 60_000 }
let objects = 0
const newBucket = () => env.BUCKETS.get(env.BUCKETS.idFromName(`bucket-test-${objects++}`))

it('allows the quota, refuses the next, and says when to come back', async () => {
  const bucket = newBucket()
  await runInDurableObject(bucket, (instance) => {
    instance.now = () => 1_000_000
  })
  for (let i = 0; i < 60; i++) expect(await bucket.take(perMinute, 1)).toMatchObject({ remaining: 59 - i })
  expect(await bucket.take(perMinute, 1)).toEqual({ outcome: 'limited', retryAfterMs: 1_000, resetMs: 60_000 })
})

it('remembers a debt through eviction', async () => {
  const bucket = newBucket()
  const now = Date.now()
  await runInDurableObject(bucket, (instance) => {
    instance.now = () => now
  })
  await bucket.take(perMinute, 60)
  await evictDurableObject(bucket)
  expect(await bucket.take(perMinute, 1)).toMatchObject({ outcome: 'limited' })
})

it('writes nothing for light use', async () => {
  const bucket = newBucket()
  await bucket.take(perMinute, 1)
  await runInDurableObject(bucket, (_instance, state) => {
    expect(state.storage.sql.exec('SELECT count(*) AS rows FROM bucket').one()).toEqual({ rows: 0 })
  })
})

it('adds up what isolates report and tells each what all used', async () => {
  const bucket = newBucket()
  await runInDurableObject(bucket, (instance) => {
    instance.now = () => 5_000_000
  })
  expect(await bucket.report(perMinute, 10)).toEqual({ resetMs: 10_000 })
  expect(await bucket.report(perMinute, 20)).toEqual({ resetMs: 30_000 })
})

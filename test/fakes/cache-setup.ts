import type { TestProject } from 'vitest/node'
import { startFaultyOrigin } from './faulty-origin.ts'
import { hasRedisServer, REDIS_TOKEN, startRedisRest } from './redis-rest.ts'

/**
 * What the cache's tests in workerd need outside of it: an origin that fails on demand, and one redis-server for the run.
 * Where there is no redis-server its tests skip and say so; CI must have one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const faulty = await startFaultyOrigin()
  project.provide('faultyOriginUrl', faulty.url)
  const redis = hasRedisServer() ? await startRedisRest() : undefined
  if (redis === undefined) {
    if (process.env.CI) throw new Error('CI needs redis-server: apt-get install redis-server')
    console.warn(
      'redis-server is not installed: THE TESTS OF THE REDIS TIER ARE SKIPPED (apt-get install redis-server)',
    )
  }
  project.provide('redis', redis && { url: redis.url, token: REDIS_TOKEN })
  return async () => {
    await faulty.stop()
    await redis?.stop()
  }
}

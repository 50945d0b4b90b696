import type { TestProject } from 'vitest/node'
import { hasRedisServer, REDIS_TOKEN, startRedisRest } from './redis-rest.ts'

/** One redis-server for the run. Where there is none the tests of the Redis tier skip and say so; CI must have one. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasRedisServer()) {
    if (process.env.CI) throw new Error('CI needs redis-server: apt-get install redis-server')
    console.warn(
      'redis-server is not installed: THE TESTS OF THE REDIS TIER ARE SKIPPED (apt-get install redis-server)',
    )
    project.provide('redis', undefined)
    return undefined
  }
  const redis = await startRedisRest()
  project.provide('redis', { url: redis.url, token: REDIS_TOKEN })
  return () => redis.stop()
}

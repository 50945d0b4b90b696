import { expect, inject, it } from 'vitest'
import { createCacheEvents } from '../../worker/cache-events.ts'
import { createRedis } from '../../worker/cache/redis.ts'
import { createMetrics } from '../../worker/metrics.ts'

function recorder() {
  const clock = { at: 1_000_000 }
  const metrics = createMetrics()
  const lines: unknown[] = []
  const onEvent = createCacheEvents({
    metrics,
    now: () => clock.at,
    warn: (line) => void lines.push(JSON.parse(line)),
  })
  const fails = (operation: 'get' | 'set', cause: unknown): void =>
    onEvent({ type: 'tier-failed', tier: 'redis', operation, cause })
  return { clock, metrics, lines, onEvent, fails }
}

it('writes one line for each kind of failure in ten seconds, and how many it left out', () => {
  const { clock, lines, fails, onEvent } = recorder()
  for (let n = 0; n < 67; n++) fails('get', new Error(`late by ${n} ms`))
  fails('set', 'reset')
  onEvent({ type: 'load-failed', key: '/v1/retrieve?q=private', reason: 'timeout', cause: undefined })
  clock.at += 9_999
  fails('get', new Error('not yet'))
  clock.at += 1
  fails('get', new Error('still'))
  const redis = { event: 'cache', type: 'tier-failed', tier: 'redis' }
  expect(lines).toEqual([
    { ...redis, operation: 'get', cause: 'Error: late by 0 ms', unlogged: 0 },
    { ...redis, operation: 'set', cause: 'reset', unlogged: 0 },
    { event: 'cache', type: 'load-failed', reason: 'timeout', unlogged: 0 },
    { ...redis, operation: 'get', cause: 'Error: still', unlogged: 67 },
  ])
})

it('counts every event, a failure with its operation or reason', () => {
  const { metrics, lines, fails, onEvent } = recorder()
  fails('get', 'a')
  fails('get', 'b')
  onEvent({ type: 'load-failed', key: '/a', reason: 'bad-reply', cause: 'c' })
  onEvent({ type: 'hit', key: '/a', tier: 'memory', ttlSeconds: 1 })
  onEvent({ type: 'miss', key: '/a' })
  expect(metrics.text()).toBe(
    [
      'nearfield_cache_events_total{type="tier-failed",tier="redis",operation="get"} 2',
      'nearfield_cache_events_total{type="load-failed",reason="bad-reply"} 1',
      'nearfield_cache_events_total{type="hit",tier="memory"} 1',
      'nearfield_cache_events_total{type="miss"} 1',
      '',
    ].join('\n'),
  )
  expect(lines).toHaveLength(2)
})

it.each([
  ['fetch https://user:secret@redis.test/x?token=secret failed', 'fetch <address> failed'],
  ['sent Bearer secret', 'sent Bearer <credentials>'],
  ['x'.repeat(1_000), 'x'.repeat(200)],
])('writes no secret of %j', (cause, said) => {
  const { lines, fails } = recorder()
  fails('get', cause)
  expect(lines).toMatchObject([{ cause: said }])
})

const server = inject('redis')

it.skipIf(server === undefined)('does not repeat what was to be stored when Redis refuses it', async () => {
  const redis = createRedis({ url: server?.url ?? '', token: server?.token ?? '', timeoutMs: 2_000 })
  const { lines, fails } = recorder()
  const script = "return redis.call('zadd', KEYS[1], ARGV[1], 'a')"
  await redis.eval(script, ['events-test'], ['a visitor’s own']).catch((cause: unknown) => fails('set', cause))
  expect(lines).toHaveLength(1)
  expect(JSON.stringify(lines)).toContain('not a valid float')
  expect(JSON.stringify(lines)).not.toMatch(/visitor|zadd|events-test/)
})

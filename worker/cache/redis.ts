import { Redis } from '@upstash/redis/cloudflare'

/** What this cache uses of the client: the other 200 commands stay out of reach. */
export type RedisClient = Pick<Redis, 'get' | 'set' | 'del' | 'eval'>

/**
 * The client for the hot path: a command is tried once and ends by `timeoutMs`, since the tier below costs less than a
 * second try. (The client's signal must be a function: with a plain signal an aborted command *succeeds*, with the reason
 * as its result.) Values are ours, so nothing is guessed to be JSON, and nobody is told how often we call.
 */
export function createRedis(options: { url: string; token: string; timeoutMs: number }): RedisClient {
  return new Redis({
    url: options.url,
    token: options.token,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(options.timeoutMs),
    automaticDeserialization: false,
    enableAutoPipelining: false,
    enableTelemetry: false,
    responseEncoding: false,
    readYourWrites: false,
  })
}

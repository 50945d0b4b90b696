/** The only wiring: what the routes use, made once per isolate. */
import type { Timer } from '#core/deadline'
import type { CacheEvent } from '#core/cache/event'
import { createArtifactStore, type ArtifactStore } from './artifacts/artifact-store.ts'
import { logIndexEvent } from './artifacts/log-index-event.ts'
import { createCacheEvents } from './cache-events.ts'
import { createCacheTiers } from './cache-tiers.ts'
import type { PurgeView } from './cache/purge-view.ts'
import { createSharedCache, type SharedCache } from './cache/shared-cache.ts'
import type { Tiers } from './cache/tiers.ts'
import { createUpstreamRouter, type UpstreamRouter } from './cache/upstream-router.ts'
import { readConfig, type Config } from './config.ts'
import type { Env } from './env.ts'
import { createIdentity, type Identity } from './identity/identity.ts'
import { createImpressionBatch, type ImpressionBatch } from './impressions/impression-batch.ts'
import { createLimiter, type Limiter } from './limit/limiter.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createPublisher, type Publisher } from './model/publisher.ts'
import { createRankingSource, type RankingSource } from './model/ranking-source.ts'
import { createNeighbours, type NeighbourSources } from './neighbours/create-neighbours.ts'
import { createOriginClient } from './origin-client/origin-client.ts'
import { isAnyOriginReady } from './origin-client/origin-ready.ts'
import { createStoredRules, type StoredRules } from './rules/stored-rules.ts'
import { createSessionClient, type SessionClient } from './session/session-client.ts'
import { pointers, suggestDelta } from './shared-parts.ts'
import { createSuggestAnswers, type SuggestAnswers } from './suggest/answers.ts'
import type { Served } from './suggest/served.ts'
import { prepareAnswer } from './suggest/suggest-answer.ts'
import { createPieceSource, type PieceSource } from './suggest/piece-source.ts'
import { createSuggestSource, type SuggestSource } from './suggest/suggest-source.ts'
import { warm } from './suggest/warm.ts'
import { timer } from './timer.ts'

export type Deps = {
  now: () => number
  random: () => number
  timer: Timer
  metrics: Metrics
  allowedOrigins: ReadonlySet<string>
  adminToken: string
  identity: Identity
  limiter: Limiter
  sessions: SessionClient
  cache: SharedCache
  purges: PurgeView
  /** How every key of the cache begins: those of the API's own parts, and those of each upstream. */
  keyBeginnings: readonly string[]
  upstreams: UpstreamRouter
  suggest: SuggestSource
  pieceOf: PieceSource
  answers: SuggestAnswers
  neighbours: NeighbourSources
  ranking: RankingSource
  storedRules: StoredRules
  publisher: Publisher
  impressions: ImpressionBatch
  /** Whether the origin says that it is ready. Rejects when it cannot be reached. */
  originReady: () => Promise<boolean>
}

export type Wired = { outcome: 'wired'; deps: Deps } | { outcome: 'misconfigured'; detail: string }

/** Until the headers of an answer, and until the end of it. */
const ORIGIN_MS = { headersMs: 2_000, timeoutMs: 3_000 }
const UPSTREAM_MS = { headersMs: 6_000, timeoutMs: 10_000 }
/** For what a newer index or delta is looked for; only an isolate's first request waits for it. */
const SUGGEST_DEADLINE_MS = 1_200
const NEIGHBOURS_DEADLINE_MS = 800

const now = (): number => Date.now()

let last: { env: Env; wired: Wired } | undefined

/** The wiring of this isolate. A new `env` object (a new deployment, a test) is wired anew. */
export function depsFor(env: Env): Wired {
  if (last?.env !== env) {
    const configured = readConfig(env)
    const wired: Wired =
      configured.outcome === 'configured' ? { outcome: 'wired', deps: createDeps(env, configured.config) } : configured
    last = { env, wired }
  }
  return last.wired
}

function createDeps(env: Env, config: Config): Deps {
  const metrics = createMetrics()
  const onEvent = createCacheEvents({ metrics, now, warn: (line) => console.warn(line) })
  const tiers = createCacheTiers(config, { purgeObjects: env.PURGES, now, random: Math.random, onEvent })
  const cache = createCache(config, tiers, onEvent)
  const artifacts = createArtifacts(config)
  const answers = createSuggestAnswers()
  return {
    now,
    random: () => Math.random(),
    timer,
    metrics,
    cache,
    purges: tiers.purges,
    keyBeginnings: ['/v1/', ...config.upstreams.map(({ path }) => `${path} /`)],
    upstreams: createUpstreamRouter({
      configs: config.upstreams,
      fetch: (url, init) => fetch(url, init),
      ...UPSTREAM_MS,
      tiers,
      now,
      random: Math.random,
      onEvent,
    }),
    allowedOrigins: config.allowedOrigins,
    adminToken: config.adminToken,
    identity: createIdentity(config.identitySecrets, now),
    limiter: createLimiter({
      buckets: env.BUCKETS,
      limits: config.limits,
      now,
      timer,
      onFailure: (policy) => metrics.count('limiter_failures', { policy }),
    }),
    sessions: createSessionClient({
      sessions: env.SESSIONS,
      now,
      timer,
      featuresDeadlineMs: config.sessionDeadlineMs,
      holder: crypto.randomUUID(),
      onSkipped: (reason) => metrics.count('personalisation_skipped', { reason }),
    }),
    suggest: createSuggest({ artifacts, cache, metrics, answers }),
    pieceOf: createPieces(artifacts, metrics),
    answers,
    neighbours: createNeighbourSources(config, { artifacts, cache, metrics }),
    ranking: createRanking(artifacts, cache, metrics),
    impressions: createImpressionBatch({
      send: (impressions) => env.EVENTS.send({ events: [], erased: [], impressions }),
      now,
      onLost: () => metrics.count('impressions_lost'),
    }),
    storedRules: createStoredRules({ ...config, fetch: (input, init) => fetch(input, init) }),
    publisher: createPublisher({ ...config, fetch: (input, init) => fetch(input, init) }),
    originReady: () =>
      isAnyOriginReady(config.originUrls, { fetch: (url, init) => fetch(url, init), timeoutMs: ORIGIN_MS.timeoutMs }),
  }
}

function createCache(config: Config, tiers: Tiers, onEvent: (event: CacheEvent) => void): SharedCache {
  return createSharedCache({
    tiers,
    origin: createOriginClient({
      baseUrls: config.originUrls,
      secret: config.originSecret,
      fetch: (url, init) => fetch(url, init),
      now,
      random: Math.random,
      ...ORIGIN_MS,
    }),
    now,
    random: Math.random,
    onEvent,
  })
}

function createArtifacts(config: Config): ArtifactStore {
  return createArtifactStore({
    cache: caches.default,
    originUrls: config.originUrls,
    originSecret: config.originSecret,
    fetch: (input, init) => fetch(input, init),
  })
}

type Parts = { artifacts: ArtifactStore; cache: SharedCache; metrics: Metrics }

function createNeighbourSources(config: Config, { artifacts, cache, metrics }: Parts): NeighbourSources {
  return createNeighbours({
    async pointer(kind, waitUntil) {
      const answer = await cache.get(pointers(), { waitUntil, deadlineMs: NEIGHBOURS_DEADLINE_MS })
      return answer.outcome === 'answered' ? answer.value[kind] : undefined
    },
    artifacts,
    now,
    timer,
    rankedDeadlineMs: config.sessionDeadlineMs,
    metrics,
  })
}

function createRanking(artifacts: ArtifactStore, cache: SharedCache, metrics: Metrics): RankingSource {
  return createRankingSource({
    async pointer(kind, waitUntil) {
      const answer = await cache.get(pointers(), { waitUntil, deadlineMs: NEIGHBOURS_DEADLINE_MS })
      return answer.outcome === 'answered' ? answer.value[kind] : undefined
    },
    artifacts,
    now,
    onEvent: (kind, event) => {
      metrics.count('ranking', { kind, event: event.type })
      logIndexEvent(kind, event)
    },
  })
}

function createPieces(artifacts: ArtifactStore, metrics: Metrics): PieceSource {
  return createPieceSource({
    artifacts,
    now,
    onMissing: (cause) => {
      metrics.count('suggest_pieces_missing')
      console.warn(JSON.stringify({ event: 'suggest-piece-missing', cause }))
    },
  })
}

function createSuggest({ artifacts, cache, metrics, answers }: Parts & { answers: SuggestAnswers }): SuggestSource {
  let newest: Served | undefined
  return createSuggestSource({
    onServed(served, waitUntil) {
      newest = served
      const part = { ...served, whole: true }
      const answer = (q: string) => prepareAnswer({ served, part, answers, now: now() }, q)
      const pause = () => new Promise<void>((resolve) => void timer.set(resolve, 0))
      waitUntil(warm(served, { answer, pause, isCurrent: () => newest === served }))
    },
    async pointer(waitUntil) {
      const answer = await cache.get(pointers(), { waitUntil, deadlineMs: SUGGEST_DEADLINE_MS })
      return answer.outcome === 'answered' ? answer.value.suggest : undefined
    },
    async delta(waitUntil) {
      const answer = await cache.get(suggestDelta(), { waitUntil, deadlineMs: SUGGEST_DEADLINE_MS })
      return answer.outcome === 'answered' ? answer.value : undefined
    },
    artifacts,
    now,
    timer,
    onEvent: (event) => {
      metrics.count('suggest_index', { event: event.type })
      logIndexEvent('suggest', event)
    },
  })
}

/** How one shared part is loaded: the slower tiers, then a GET at the origin whose reply must hold the contract. */
import { headerOf, type StoredEntry } from '#core/cache/entry'
import type { CacheEvent, LoadFailure } from '#core/cache/event'
import { deadlinesOf, jittered, UNKEPT } from '#core/cache/freshness'
import type { Fields } from '#core/cache/fields'
import { sharedPartLifetime } from '#core/cache/shared-part-lifetime'
import { epochMs, type EpochMs } from '#core/contract/time'
import type { Purpose } from '../origin-client/origin-call.ts'
import type { Origin, OriginReply } from '../origin-client/origin.ts'
import { tagsOf } from '#core/cache/tags'
import type { Decoder } from './decoder.ts'
import type { Loaded } from './loaded.ts'
import type { FoundEntry, Tiers } from './tiers.ts'

/** The origin service, whose groups nobody else's responses name. */
const SITE = 'origin'

type Request = { path: string; parse: (body: unknown) => unknown }
/** `tagsOf` is only asked of an entry that holds the contract. */
type LoadRequest = Request & { tagsOf: (entry: StoredEntry) => readonly string[] }
type Replied = Extract<OriginReply, { outcome: 'replied' }>
type Deps = {
  tiers: Tiers
  origin: Origin
  decoder: Decoder
  now: () => number
  random: () => number
  onEvent: (event: CacheEvent) => void
}
/** What a load knew when it began. */
type Begun = { requestedAt: EpochMs; sequence: number }

/** `undefined`: no slower tier has it, or what one has is not what the contract says. */
export async function findShared(
  deps: Deps,
  request: Request,
  context: { waitUntil(promise: Promise<unknown>): void },
): Promise<FoundEntry | undefined> {
  const found = await deps.tiers.lookup(request.path, context)
  return found !== undefined && contractBreach(deps.decoder, request, found.entry) === undefined ? found : undefined
}

export async function loadShared(
  deps: Deps,
  request: LoadRequest,
  before: { older: StoredEntry | undefined; purpose: Purpose },
): Promise<Loaded> {
  const { older, purpose } = before
  const begun = { requestedAt: epochMs(deps.now()), sequence: deps.tiers.purges.sequence() }
  const etag = older?.status === 200 ? headerOf(older, 'etag') : undefined
  const headers = etag === undefined ? {} : { 'if-none-match': etag }
  const reply = await deps.origin.fetch({ path: request.path, headers, purpose })
  // A refresh that finds no place is no word on the origin: it is for later.
  if (reply.outcome === 'crowded' && purpose === 'background') return { outcome: 'deferred' }
  const judged = judge(deps, { request, reply, older, begun })
  if (judged.outcome === 'failed') {
    deps.onEvent({ type: 'load-failed', key: request.path, reason: judged.reason, cause: judged.cause })
    return { outcome: 'failed', reason: judged.reason, held: older }
  }
  return keep(deps, { request, entry: judged.entry, reply: judged.reply })
}

type Judged =
  | { outcome: 'usable'; entry: StoredEntry; reply: Replied }
  | { outcome: 'failed'; reason: LoadFailure; cause: unknown }

function judge(
  deps: Deps,
  load: { request: LoadRequest; reply: OriginReply; older: StoredEntry | undefined; begun: Begun },
): Judged {
  const { reply, older } = load
  if (reply.outcome === 'timeout') return { outcome: 'failed', reason: 'timeout', cause: undefined }
  if (reply.outcome === 'crowded') return { outcome: 'failed', reason: 'crowded', cause: undefined }
  if (reply.outcome === 'failed') return { outcome: 'failed', reason: 'failed', cause: reply.cause }
  const wrongStatus = new Error(`origin answered ${reply.status}`)
  if (reply.status >= 500) return { outcome: 'failed', reason: 'error-status', cause: wrongStatus }
  const freshened = reply.status === 304 ? older : undefined
  if (freshened === undefined && reply.status !== 200 && reply.status < 400) {
    return { outcome: 'failed', reason: 'bad-reply', cause: wrongStatus }
  }
  const named = tagsOf(reply.headers, SITE)
  const tags = named ?? []
  const entry = entryOf(deps, { ...load, reply, freshened, tags, purgeable: named !== undefined })
  const breach = contractBreach(deps.decoder, load.request, entry)
  if (breach !== undefined) return { outcome: 'failed', reason: 'bad-reply', cause: breach.cause }
  // The tags of its items are read off the value, which is there by now; two hundred of them do not fit every header.
  if (entry.status === 200) tags.push(...load.request.tagsOf(entry))
  return { outcome: 'usable', entry, reply }
}

function entryOf(
  deps: Deps,
  load: { reply: Replied; freshened: StoredEntry | undefined; begun: Begun; tags: string[]; purgeable: boolean },
): StoredEntry {
  const { reply, freshened, tags } = load
  const status = freshened?.status ?? reply.status
  const receivedAt = epochMs(deps.now())
  const { requestedAt, sequence } = load.begun
  const facts = { status, fields: reply.headers, requestedAt, receivedAt }
  const lifetime = load.purgeable ? sharedPartLifetime(facts) : undefined
  return {
    status,
    headers: freshened?.headers ?? keptHeaders(reply.headers),
    body: freshened?.body ?? reply.body,
    requestedAt,
    receivedAt,
    ageOnArrival: Math.floor(lifetime?.ageSeconds ?? 0),
    deadlines: deadlinesOf(receivedAt, lifetime === undefined ? UNKEPT : jittered(lifetime, deps.random)),
    loadMs: reply.originMs,
    tags,
    vary: [],
    selecting: '',
    family: '',
    sequence,
  }
}

function keep(deps: Deps, load: { request: Request; entry: StoredEntry; reply: Replied }): Loaded {
  const { request, entry, reply } = load
  const stored = deps.now() < entry.deadlines.keepUntil
  const written = stored ? deps.tiers.store(request.path, entry) : Promise.resolve()
  deps.onEvent({ type: 'loaded', key: request.path, status: reply.status, originMs: reply.originMs, stored })
  return { outcome: 'fetched', entry, originStatus: reply.status, originMs: reply.originMs, stored, written }
}

/** A 200 must be what the route's contract says before anyone is given it, or any tier keeps it. */
function contractBreach(decoder: Decoder, request: Request, entry: StoredEntry): { cause: unknown } | undefined {
  if (entry.status !== 200) return undefined
  try {
    decoder.value(entry, request.parse)
    return undefined
  } catch (cause) {
    return { cause }
  }
}

/** What later decisions read. The API writes its own response headers, so nothing else of the origin's is kept. */
function keptHeaders(headers: Fields): [string, string][] {
  const etag = headers.get('etag')
  return etag === null || etag === undefined ? [] : [['etag', etag]]
}

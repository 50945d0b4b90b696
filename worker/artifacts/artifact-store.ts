/**
 * Immutable bytes by content-addressed name: the location's cache, then the origin. The digest is checked on every
 * fetch, so a damaged copy is never handed on and never kept.
 */
type ArtifactRef = { name: string; bytes: number; sha256: string }

type FetchedArtifact =
  | { outcome: 'fetched'; bytes: ArrayBuffer }
  | { outcome: 'corrupt'; reason: string }
  | { outcome: 'unavailable'; cause: string }

export type ArtifactStore = { get(ref: ArtifactRef): Promise<FetchedArtifact> }

const YEAR_S = 31_536_000
const FETCH_DEADLINE_MS = 10_000

export function createArtifactStore(deps: {
  cache: Cache
  originUrls: readonly string[]
  originSecret: string
  fetch: typeof fetch
}): ArtifactStore {
  return {
    async get(ref) {
      const key = `https://artifacts.nearfield.invalid/${encodeURIComponent(ref.name)}`
      const held = await readHeld(deps.cache, key)
      if (held !== undefined && (await matches(held, ref))) return { outcome: 'fetched', bytes: held }
      const fetched = await readOrigin(deps, ref)
      if (fetched.outcome !== 'fetched') return fetched
      if (!(await matches(fetched.bytes, ref))) {
        return {
          outcome: 'corrupt',
          reason: `${ref.name}: ${fetched.bytes.byteLength} bytes do not have the digest that the pointer names`,
        }
      }
      await keep(deps.cache, key, fetched.bytes)
      return fetched
    },
  }
}

/** The location's cache is an optimisation: its failure is a miss. */
async function readHeld(cache: Cache, key: string): Promise<ArrayBuffer | undefined> {
  try {
    return await (await cache.match(key))?.arrayBuffer()
  } catch (cause) {
    console.warn(JSON.stringify({ event: 'artifact-cache-failed', operation: 'match', cause: String(cause) }))
    return undefined
  }
}

async function keep(cache: Cache, key: string, bytes: ArrayBuffer): Promise<void> {
  try {
    await cache.put(key, new Response(bytes, { headers: { 'cache-control': `public, max-age=${YEAR_S}, immutable` } }))
  } catch (cause) {
    console.warn(JSON.stringify({ event: 'artifact-cache-failed', operation: 'put', cause: String(cause) }))
  }
}

type OriginDeps = { originUrls: readonly string[]; originSecret: string; fetch: typeof fetch }

/** One origin after the other: the name is the content's, so any that has it will do. */
async function readOrigin(deps: OriginDeps, ref: ArtifactRef): Promise<FetchedArtifact> {
  let read: FetchedArtifact = { outcome: 'unavailable', cause: 'no origin is configured' }
  for (const url of deps.originUrls) {
    read = await readFrom(url, deps, ref)
    if (read.outcome === 'fetched') return read
  }
  return read
}

async function readFrom(originUrl: string, deps: OriginDeps, ref: ArtifactRef): Promise<FetchedArtifact> {
  try {
    const response = await deps.fetch(`${originUrl}/v1/artifacts/${encodeURIComponent(ref.name)}`, {
      headers: { authorization: `Bearer ${deps.originSecret}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(FETCH_DEADLINE_MS),
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return { outcome: 'unavailable', cause: `${ref.name}: the origin answered ${response.status}` }
    }
    return { outcome: 'fetched', bytes: await response.arrayBuffer() }
  } catch (cause) {
    return { outcome: 'unavailable', cause: `${ref.name}: ${String(cause)}` }
  }
}

async function matches(bytes: ArrayBuffer, ref: ArtifactRef): Promise<boolean> {
  if (bytes.byteLength !== ref.bytes) return false
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === ref.sha256
}

/**
 * The origin's writes purge what they touch at the edge, by themselves. What has changed is found by looking at the state
 * and not by hooking into each write: an import is another process, a rebuild another thread. What the edge was told is
 * kept on disk, so a change while the edge, or the origin, was down is told later. Telling twice costs a reload; a purge
 * comes after its write is stored, so nothing old can be loaded behind it.
 */
import type { Ports } from '../ports.ts'
import type { EdgePurge } from './purge-edge.ts'

const KINDS = ['catalogue', 'artifacts', 'removals', 'rules'] as const
type Kind = (typeof KINDS)[number]

/** The state that the edge was last told of, in short, for each kind. */
type Stamps = { readonly [kind in Kind]?: string | undefined }

/** Where it is remembered. */
export type Told = { read: () => Promise<Stamps>; write: (stamps: Stamps) => Promise<void> }

/**
 * `catalogue` is on every reply that comes from the catalogue; one changed item moves in lists that do not hold it yet.
 * Soft: it is served once more while it is refreshed, and the origin does not meet every visitor at once. The others are
 * a few small parts that an operator has just changed and expects to see changed.
 */
const PURGES: Record<Kind, { mode: EdgePurge['mode']; tag: string }> = {
  catalogue: { mode: 'soft', tag: 'catalogue' },
  artifacts: { mode: 'hard', tag: 'artifacts' },
  removals: { mode: 'hard', tag: 'suggest-delta' },
  rules: { mode: 'hard', tag: 'rules' },
}

const LOOK_EVERY_MS = 500
/** An edge that was not reached is left alone for as long. */
const RETRY_AFTER_MS = 5_000

export function startEdgeNotice(deps: {
  ports: Pick<Ports, (Kind & keyof Ports) | 'now'>
  told: Told
  /** `undefined`: written down. Else why not. */
  purge: (purge: EdgePurge) => Promise<string | undefined>
  every: (ms: number, look: () => Promise<void>) => () => void
  onFailed: (why: string) => void
}): () => void {
  const { ports, told, purge, onFailed } = deps
  let known: Stamps | undefined
  let looking = false
  let restUntil = 0
  let stopped = false

  const tell = async (): Promise<void> => {
    known ??= await told.read()
    const now = await stampsOf(ports)
    for (const mode of ['hard', 'soft'] as const) {
      const kinds = KINDS.filter(
        (kind) => PURGES[kind].mode === mode && now[kind] !== undefined && now[kind] !== known?.[kind],
      )
      if (kinds.length === 0) continue
      const why = await purge({ mode, tags: kinds.map((kind) => PURGES[kind].tag) })
      if (why !== undefined) {
        restUntil = ports.now() + RETRY_AFTER_MS
        return onFailed(why)
      }
      known = { ...known, ...Object.fromEntries(kinds.map((kind) => [kind, now[kind]])) }
      await told.write(known)
    }
  }

  const look = async (): Promise<void> => {
    if (looking || ports.now() < restUntil) return
    looking = true
    try {
      await tell()
    } catch (error) {
      // What is closed under a last look is no failure.
      if (!stopped) onFailed(String(error))
    } finally {
      looking = false
    }
  }
  const end = deps.every(LOOK_EVERY_MS, look)
  return () => {
    stopped = true
    end()
  }
}

async function stampsOf({ catalogue, artifacts, removals, rules }: Pick<Ports, Kind & keyof Ports>): Promise<Stamps> {
  const version = (await catalogue.current())?.version
  return {
    // Without a version an import is under way: it is told when it is whole.
    ...(version === undefined || version === '' ? {} : { catalogue: version }),
    artifacts: JSON.stringify(await artifacts.pointers()),
    removals: JSON.stringify(await removals.list()),
    rules: JSON.stringify(await rules.list()),
  }
}

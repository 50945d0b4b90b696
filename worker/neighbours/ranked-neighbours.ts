/**
 * The neighbour index made ready for ranking one visitor's lists: the directory that this isolate holds and the shards of
 * the session's items. Mostly all of it is in memory and nothing is waited for; else until the deadline that all that
 * is personal has. Without it a list is ranked all the same, with its columns missing.
 */
import { within, type Timer } from '#core/deadline'
import { shardOf } from '#core/rank/knn/directory'
import { votersOf, type SessionNeighbours } from '#core/rank/features/session-neighbours'
import type { Held, WaitUntil } from '../artifacts/held-value.ts'
import type { Metrics } from '../metrics.ts'
import type { Neighbours } from './open-neighbours.ts'
import { shardsOf } from './shards-of.ts'
import type { ShardStore } from './shard-store.ts'

/** @param touched item ids of this visit, newest first; `since` is when the visitor began to wait */
export type RankedNeighbours = (
  touched: readonly string[],
  asking: { since: number; waitUntil: WaitUntil },
) => SessionNeighbours | undefined | Promise<SessionNeighbours | undefined>

type Ready =
  | { outcome: 'ready'; neighbours: SessionNeighbours }
  /** `unknown`: the index holds none of these items. */
  | { outcome: 'no-index' | 'unknown' | 'unreachable' | 'late' }

export function createRankedNeighbours(deps: {
  current: Held<Neighbours>
  shards: ShardStore
  deadlineMs: number
  now: () => number
  timer: Timer
  metrics: Metrics
}): RankedNeighbours {
  const { current, shards, deadlineMs, now, timer, metrics } = deps

  function counted(ready: Ready): SessionNeighbours | undefined {
    metrics.count('ranked_neighbours', { outcome: ready.outcome })
    return ready.outcome === 'ready' ? ready.neighbours : undefined
  }

  function readyIn(index: Neighbours | undefined, touched: readonly string[], waitUntil: WaitUntil) {
    if (index === undefined) return { outcome: 'no-index' } as const
    const { directory } = index
    const voters = votersOf(directory, touched)
    if (voters.length === 0) return { outcome: 'unknown' } as const
    const fetched = shardsOf(index, voters, (ref) => shards.get(ref, waitUntil))
    const ready = (held: Awaited<typeof fetched>): Ready => {
      const shardFor = (item: number) => held.get(shardOf(directory, item))
      // Votes of a part of the session would be numbers that no training ever saw.
      const whole = voters.every((item) => shardFor(item) !== undefined)
      return whole ? { outcome: 'ready', neighbours: { directory, voters, shardFor } } : { outcome: 'unreachable' }
    }
    return fetched instanceof Promise ? fetched.then(ready) : ready(fetched)
  }

  return (touched, { since, waitUntil }) => {
    if (touched.length === 0) return undefined
    const index = current(waitUntil)
    const ready =
      index instanceof Promise
        ? index.then((value) => readyIn(value, touched, waitUntil))
        : readyIn(index, touched, waitUntil)
    if (!(ready instanceof Promise)) return counted(ready)
    return within(() => ready, Math.max(0, since + deadlineMs - now()), timer).then((timed) => {
      switch (timed.outcome) {
        case 'in-time':
          return counted(timed.value)
        case 'late':
          return counted({ outcome: 'late' })
        case 'failed':
          console.warn(JSON.stringify({ event: 'ranked-neighbours-failed', cause: String(timed.cause) }))
          return counted({ outcome: 'unreachable' })
        default:
          return timed satisfies never
      }
    })
  }
}

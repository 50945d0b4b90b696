/**
 * What visitors asked next: for some of the completions, the completions that were asked right after them.
 *
 *   ranks    the completions that have followers, ascending
 *   lists    of each, its followers' ranks, the most frequent first
 *   shares   of each follower, its part of all that was asked next, in 255ths
 *
 * Few completions have any, so those without cost nothing.
 */
import { lowerBoundOf, packArray, readPacked, type PackedArray } from './packed-array.ts'
import { isListEnd, listStart, packLists, type PackedLists } from './packed-lists.ts'

/** A completion's text, and the texts that were asked right after it with their share of all that was, 0 to 1. */
export type QueryFollowers = { text: string; followers: readonly { text: string; share: number }[] }

export type Followers = { ranks: PackedArray; lists: PackedLists; shares: PackedArray }

const WHOLE = 255

/** @param rankOf of a text; undefined for what is no completion */
export function buildFollowers(
  asked: readonly QueryFollowers[],
  rankOf: (text: string) => number | undefined,
): Followers {
  const byRank = new Map<number, { rank: number; share: number }[]>()
  for (const { text, followers } of asked) {
    const rank = rankOf(text)
    const known = followers.flatMap(({ text: next, share }) => {
      const follower = rankOf(next)
      return follower === undefined || follower === rank ? [] : [{ rank: follower, share }]
    })
    if (rank !== undefined && known.length > 0)
      byRank.set(
        rank,
        known.sort((a, b) => b.share - a.share),
      )
  }
  const sorted = [...byRank].sort(([a], [b]) => a - b)
  return {
    ranks: packArray(sorted.map(([rank]) => rank)),
    lists: packLists(sorted.map(([, followers]) => followers.map(({ rank }) => rank))),
    shares: packArray(sorted.flatMap(([, followers]) => followers.map(({ share }) => Math.round(share * WHOLE)))),
  }
}

/** The followers of the completion at `rank`, the most frequent first. */
export function readFollowers({ ranks, lists, shares }: Followers, rank: number): { rank: number; share: number }[] {
  const list = lowerBoundOf(ranks, { from: 0, to: ranks.length }, rank)
  if (list === ranks.length || readPacked(ranks, list) !== rank) return []
  const found: { rank: number; share: number }[] = []
  for (let at = listStart(lists, list); at < lists.values.length; at++) {
    found.push({ rank: readPacked(lists.values, at), share: readPacked(shares, at) / WHOLE })
    if (isListEnd(lists, at)) break
  }
  return found
}

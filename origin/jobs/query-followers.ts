/**
 * What visitors ask right after a query: pairs of searches of one visitor within a session, counted over visitors. A
 * pair is told to others only when enough visitors made it, as with queries themselves: fewer could be one person's path.
 */
import type { QueryFollowers } from '#core/suggest/followers'
import type { VisitorSearch } from '../log/event-log.ts'

/** A longer pause begins another session: the usual cut, also the edge's. */
const SESSION_PAUSE_MS = 30 * 60_000
/** Of each query, the followers that most visitors chose. */
const MOST = 10

type Pairs = Map<string, { visitors: number; next: Map<string, { visitors: number; last: string }> }>

/**
 * @param searches by visitor and then time
 * @param known whether a normal form is a completion; others are never told, and lead nowhere
 */
export async function queryFollowers(
  searches: AsyncIterable<VisitorSearch>,
  { known, minVisitors }: { known: (key: string) => boolean; minVisitors: number },
): Promise<QueryFollowers[]> {
  const pairs = await countPairs(searches, known)
  return [...pairs].flatMap(([text, { visitors, next }]) => {
    const followers = [...next]
      .filter(([, follower]) => follower.visitors >= minVisitors)
      .sort(([a, one], [b, other]) => other.visitors - one.visitors || (a < b ? -1 : 1))
      .slice(0, MOST)
      .map(([key, follower]) => ({ text: key, share: follower.visitors / visitors }))
    return followers.length === 0 ? [] : [{ text, followers }]
  })
}

/** A visitor counts once a pair; that searches come by visitor saves remembering who did. */
async function countPairs(searches: AsyncIterable<VisitorSearch>, known: (key: string) => boolean): Promise<Pairs> {
  const pairs: Pairs = new Map()
  let before: VisitorSearch | undefined
  for await (const search of searches) {
    const goesOn = before?.visitor === search.visitor && search.at - before.at <= SESSION_PAUSE_MS
    if (before !== undefined && goesOn && before.key !== search.key && known(before.key) && known(search.key)) {
      const from = pairs.get(before.key) ?? { visitors: 0, next: new Map() }
      pairs.set(before.key, from)
      const to = from.next.get(search.key) ?? { visitors: 0, last: '' }
      from.next.set(search.key, to)
      if (to.last !== search.visitor) {
        from.visitors++
        to.visitors++
        to.last = search.visitor
      }
    }
    before = search
  }
  return pairs
}

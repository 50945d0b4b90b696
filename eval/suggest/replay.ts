/**
 * Replays a log: at each event of its last part the models, trained on what came before and nothing else, complete the
 * beginning of the query, and the position of the whole query in the answer is scored.
 */
import type { EpochMs } from '#core/contract/time'
import { personalise, type PersonalContext } from '#core/suggest/personal'
import { PairedDifference, type Difference } from './paired-difference.ts'
import type { LogEvent, QueryLog } from './query-log.ts'
import { reciprocalRank, ScoreBoard, type Score } from './score-board.ts'
import { SeenQueries } from './seen-queries.ts'
import { suggestionOf } from './suggestion-of.ts'
import { Visitors } from './visitors.ts'

export type Replay = Record<
  'most_popular' | 'blend' | 'history' | 'session' | 'seen' | 'novel',
  Record<string, Score>
> & {
  coverage: Record<string, number>
}

const LENGTHS = [1, 2, 3, 4, 6, 8]
/** Hourly logs: the last days are asked, the largest titles of each hour are the targets. */
const ASKED_DAYS = 30
const ASKED_PER_HOUR = 30
/** Query logs: the last fifth is asked. */
const TRAINED_SHARE = 0.8
const LIMIT = 10
/** The unit of a weight: searches a day. */
const PER_DAY = 86_400_000
/** What the personal merge chooses from. */
const CANDIDATES = 50

/** Also returns what the blend gains over counting, in reciprocal rank. */
export function replay(log: QueryLog, random: () => number): { scores: Replay; gain: Record<string, Difference> } {
  const { events } = log
  const first = events[0]
  const last = events.at(-1)
  if (first === undefined || last === undefined) throw new Error('The log is empty.')
  const seen = new SeenQueries(first.time)
  const visitors = new Visitors()
  const board = new ScoreBoard()
  const gain = new PairedDifference()
  const asked = log.hourly
    ? last.time - ASKED_DAYS * 86_400_000
    : (events[Math.floor(events.length * TRAINED_SHARE)]?.time ?? 0)
  for (const batch of batches(log)) {
    for (const event of targets(log, batch)) if (event.time > asked) ask({ seen, visitors, board, gain }, event, random)
    for (const event of batch) {
      seen.learn(event)
      visitors.learn(event)
    }
  }
  const rows = ['most_popular', 'blend', 'history', 'session', 'seen', 'novel'] as const
  const scores = Object.fromEntries(rows.map((row) => [row, board.row(row)])) as Record<
    (typeof rows)[number],
    Record<string, Score>
  >
  return { scores: { ...scores, coverage: board.share('coverage') }, gain: gain.result() }
}

/** An hour of an hourly log is known all at once; a search is known by the next one. */
function* batches({ hourly, events }: QueryLog): Generator<LogEvent[]> {
  let batch: LogEvent[] = []
  for (const event of events) {
    if (batch.length > 0 && (!hourly || batch[0]?.time !== event.time)) {
      yield batch
      batch = []
    }
    batch.push(event)
  }
  yield batch
}

function targets({ hourly }: QueryLog, batch: readonly LogEvent[]): readonly LogEvent[] {
  return hourly ? [...batch].sort((a, b) => b.count - a.count).slice(0, ASKED_PER_HOUR) : batch
}

type State = { seen: SeenQueries; visitors: Visitors; board: ScoreBoard; gain: PairedDifference }

function ask({ seen, visitors, board, gain }: State, event: LogEvent, random: () => number): void {
  const letters = Array.from(event.query)
  const cut = 1 + Math.floor(random() * (letters.length - 1))
  const known = event.user === '' ? seen.has(event.query) : visitors.asked(event.user, event.query)
  for (const [column, length] of [...LENGTHS.map((each) => [String(each), each] as const), ['cut', cut] as const]) {
    if (length >= letters.length) continue
    const prefix = letters.slice(0, length).join('')
    const position = (answer: readonly { query: string }[]): number =>
      answer.findIndex(({ query }) => query === event.query)
    const blend = seen.top(prefix, event.user === '' ? LIMIT : CANDIDATES, 'blend', event.time)
    const popular = position(seen.top(prefix, LIMIT, 'total', event.time))
    board.add('most_popular', column, popular)
    board.add('blend', column, position(blend))
    gain.add(column, event.time, reciprocalRank(position(blend)) - reciprocalRank(popular))
    const history = personal(prefix, blend, visitors.history(event.user), event.time)
    const popularityOf = (query: string): number => PER_DAY * seen.popularityOf(query, event.time)
    const session = personal(prefix, blend, visitors.session(event, popularityOf), event.time)
    board.add('history', column, position(history))
    board.add('session', column, position(session))
    board.add('coverage', column, session.length > 0 ? 0 : -1)
    board.add(known ? 'seen' : 'novel', column, position(session))
  }
}

function personal(
  prefix: string,
  blend: readonly { query: string; score: number }[],
  context: PersonalContext,
  now: EpochMs,
): { query: string }[] {
  const shared = blend.map(({ query, score }) => suggestionOf(query, PER_DAY * score))
  return personalise(shared, prefix, context, { limit: LIMIT, now }).map(({ text }) => ({ query: text }))
}

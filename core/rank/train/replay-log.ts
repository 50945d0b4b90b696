import type { Schema } from '../features/fields.ts'
import type { LogEvent } from '../features/log-event.ts'
import { Replay, type ReplayedList } from '../features/replay.ts'
import { surveyLog } from './survey.ts'
import { TrainingLists } from './training-lists.ts'

/** `lists` are those that can be trained on. */
export type ReplayedLog = { schema: Schema; replay: Replay; lists: readonly ReplayedList[] }

/**
 * Replays the whole log, read twice unless its schema is known; features of a list know only what came before it.
 * @param options.target the interaction type that counts as wanted; without one, every interaction on a list does
 */
export function replayLog(
  events: Iterable<LogEvent>,
  options: { target?: string | undefined; schema?: Schema | undefined } = {},
): ReplayedLog {
  const schema = options.schema ?? surveyLog(events).schema
  const replay = new Replay(schema, options.target)
  const training = new TrainingLists()
  for (const event of events) {
    const list = replay.apply(event)
    if (list !== undefined) training.add(list)
  }
  return { schema, replay, lists: training.lists }
}

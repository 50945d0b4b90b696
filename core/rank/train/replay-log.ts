import type { Schema } from '../features/fields.ts'
import type { LogEvent } from '../features/log-event.ts'
import { Replay, type ReplayedList } from '../features/replay.ts'
import { surveyLog } from './survey.ts'
import { TrainingLists } from './training-lists.ts'

/** `lists` are those that can be trained on. */
export type ReplayedLog = { schema: Schema; replay: Replay; lists: readonly ReplayedList[] }

/** Replays the whole log, read twice; features of a list know only what came before it. */
export function replayLog(events: Iterable<LogEvent>, target?: string): ReplayedLog {
  const { schema } = surveyLog(events)
  const replay = new Replay(schema, target)
  const training = new TrainingLists()
  for (const event of events) {
    const list = replay.apply(event)
    if (list !== undefined) training.add(list)
  }
  return { schema, replay, lists: training.lists }
}

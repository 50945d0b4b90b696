import { performance } from 'node:perf_hooks'
import type { LogEvent } from '#core/rank/features/log-event'
import { Replay } from '#core/rank/features/replay'
import { splitOf, type Survey } from '#core/rank/train/survey'
import { trainOnLists } from '#core/rank/train/train-on-lists'
import { TrainingLists } from '#core/rank/train/training-lists'
import { openModel, packModel, type PackedModel } from '#core/rank/trees/codec'
import { judge, type JudgedList } from './judged-list.ts'

const SEED = 1

export type JudgedLog = { lists: JudgedList[]; model: PackedModel; trainSeconds: number }

/** Replays the log, trains when the first 80 % of its rankings are past, and judges the rest as they come. */
export function judgeLog(events: Iterable<LogEvent>, survey: Survey, target: string | undefined): JudgedLog {
  const replay = new Replay(survey.schema, target)
  const training = new TrainingLists()
  const split = splitOf(survey.rankings)
  const lists: JudgedList[] = []
  let trained: Omit<JudgedLog, 'lists'> | undefined
  let seen = 0
  for (const event of events) {
    const list = replay.apply(event)
    if (list === undefined) continue
    seen += 1
    if (seen <= split) {
      training.add(list)
      continue
    }
    trained ??= train(survey, training)
    if (list.count > 0) lists.push(judge(list, trained.model))
  }
  if (trained === undefined) throw new Error('The log has no ranking.')
  return { lists, ...trained }
}

function train({ schema }: Survey, { lists }: TrainingLists): Omit<JudgedLog, 'lists'> {
  const started = performance.now()
  const model = openModel(packModel(trainOnLists(schema, lists, SEED).model))
  return { model, trainSeconds: (performance.now() - started) / 1_000 }
}

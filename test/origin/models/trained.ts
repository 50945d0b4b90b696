import { parseLogEvent, type LogEvent } from '#core/rank/features/log-event'
import type { ModelUpload } from '#core/contract/model'
import { packKnowledge } from '#core/rank/features/knowledge-codec'
import { listsFor } from '#core/rank/train/heads'
import { replayLog } from '#core/rank/train/replay-log'
import { trainOnLists } from '#core/rank/train/train-on-lists'
import { writeTextModel } from '#core/rank/trees/write-text'
import { shopLog } from '../../core/rank/features/shop-log.ts'

/** A model of two heads, trained on a small shop's log: what is opened and bought, and any interaction. */
export function trainedUpload(): ModelUpload {
  const events = shopLog(4, 300)
    .map(parseLogEvent)
    .filter((event): event is LogEvent => event.kind !== 'malformed')
  const { schema, replay, lists } = replayLog(events)
  const heads = ['buy', 'wanted'].map((objective, place) => {
    const { model, calibration } = trainOnLists(schema, place === 0 ? listsFor(lists, objective) : lists, 1)
    return { objective, weight: place === 0 ? 20 : 1, calibration, trees: writeTextModel(model) }
  })
  return { heads, knowledge: Buffer.from(packKnowledge(replay.knowledge)).toString('base64') }
}

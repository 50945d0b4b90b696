/**
 * `npm run train -- <events.jsonl[.gz]> | --data <folder> [--heads click=1,purchase=20] [--target <type>] [--out <folder>] [--seed <n>]`
 *
 * Replays an event log, a file's or the one in an origin's data folder, and trains the ranking model on it. Writes into the folder (default `model`), per head, the model
 * in LightGBM's text form (`<head>.txt`) and packed for the edge (`<head>.bin`), what the log taught of places,
 * items and values (`knowledge.bin`), and `model.json`, which says what the columns mean and how the heads are combined. Without `--heads`, one head of whatever counts as wanted.
 * `npm run publish-model -- <folder> --edge <address>` serves it.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packKnowledge } from '#core/rank/features/knowledge-codec'
import type { Schema } from '#core/rank/features/fields'
import type { LogEvent } from '#core/rank/features/log-event'
import type { ReplayedList } from '#core/rank/features/replay'
import { TABLE_VERSION, featureTable } from '#core/rank/features/table'
import { featureHash, listsFor } from '#core/rank/train/heads'
import { replayLog, type ReplayedLog } from '#core/rank/train/replay-log'
import { surveyLog } from '#core/rank/train/survey'
import { trainOnLists } from '#core/rank/train/train-on-lists'
import { packModel } from '#core/rank/trees/codec'
import { writeTextModel } from '#core/rank/trees/write-text'
import { readData } from './train/read-data.ts'
import { readLog } from './train/read-log.ts'

const options = {
  data: { type: 'string' },
  heads: { type: 'string' },
  target: { type: 'string' },
  out: { type: 'string', default: 'model' },
  seed: { type: 'string', default: '1' },
} as const

async function train(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [path] = positionals
  if ((path === undefined) === (values.data === undefined))
    throw new Error(
      'npm run train -- <events.jsonl[.gz]> | --data <folder> [--heads click=1,purchase=20] [--out <folder>]',
    )
  const { events, schema } = path === undefined ? await readData(values.data ?? '') : await readFile(path)
  const replayed = replayLog(events, { target: values.target, schema })
  // All heads before the first file: a training that fails leaves the folder as it was.
  const trained = headsOf(values.heads).map(({ objective, weight }) => {
    const lists = objective === 'wanted' ? replayed.lists : listsFor(replayed.lists, objective)
    return { weight, objective, ...trainHead(replayed, { objective, lists, seed: Number(values.seed) }) }
  })
  mkdirSync(values.out, { recursive: true })
  const heads = trained.map(({ model, objective, ...about }) => {
    writeFileSync(join(values.out, `${objective}.txt`), writeTextModel(model))
    writeFileSync(join(values.out, `${objective}.bin`), new Uint8Array(packModel(model)))
    return { objective, trees: model.trees.length, ...about }
  })
  const knowledge = packKnowledge(replayed.replay.knowledge)
  writeFileSync(join(values.out, 'knowledge.bin'), new Uint8Array(knowledge))
  const features = featureTable(replayed.schema)
  const hash = featureHash(features.map((feature) => feature.name))
  const about = {
    tableVersion: TABLE_VERSION,
    featureHash: hash,
    seed: Number(values.seed),
    heads,
    schema: replayed.schema,
    features,
  }
  writeFileSync(join(values.out, 'model.json'), `${JSON.stringify(about, null, 2)}\n`)
}

async function readFile(path: string): Promise<{ events: Iterable<LogEvent>; schema: Schema }> {
  const { events, malformed, firstFault } = await readLog(path)
  if (malformed > 0) console.log(`${malformed} malformed lines skipped, first: ${firstFault}`)
  const { schema, leftOut } = surveyLog(events)
  if (leftOut.length > 0) console.log(`left out: ${leftOut.join(', ')}`)
  return { events, schema }
}

type HeadPlan = { objective: string; lists: readonly ReplayedList[]; seed: number }

function trainHead({ schema }: ReplayedLog, plan: HeadPlan) {
  const { model, calibration, heldOutNdcg, lists } = trainOnLists(schema, plan.lists, plan.seed)
  if (lists === 0) throw new Error(`No list in the log has an interaction of type "${plan.objective}".`)
  console.log(
    `${plan.objective}: ${lists} lists, ${model.trees.length} trees, held-out NDCG@10 ${heldOutNdcg.toFixed(4)}`,
  )
  return { model, lists, heldOutNdcg, calibration }
}

/** `click=1,purchase=20`, or one head of everything that counts. */
function headsOf(text: string | undefined): { objective: string; weight: number }[] {
  if (text === undefined) return [{ objective: 'wanted', weight: 1 }]
  const heads = text.split(',').map((part) => {
    const [objective = '', weight = '1'] = part.split('=')
    if (!/^[\w-]+$/.test(objective) || !Number.isFinite(Number(weight)))
      throw new Error(`--heads: can not read "${part}"`)
    return { objective, weight: Number(weight) }
  })
  const twice = heads.find(({ objective }, at) => heads.findIndex((other) => other.objective === objective) < at)
  if (twice !== undefined) throw new Error(`--heads: "${twice.objective}" is given twice`)
  return heads
}

try {
  await train()
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(process.env.NEARFIELD_DEBUG ? error.stack : error.message)
  process.exit(1)
}

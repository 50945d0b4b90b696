/**
 * The columns that sum up others (the prior, the untrained score and their ranks) taken apart again, so that a reason
 * names what was clicked or done and not an intermediate result. A part is how far its logarithm stands from the list's
 * mean: what all candidates have in common moves nobody.
 */
import type { Hit } from '#core/contract/retrieval'
import type { Knowledge } from '#core/rank/features/knowledge'
import type { ScoredList } from '#core/rank/features/list'
import { LEADING_STAGES, MAX_BUCKETS, type Stages } from '#core/rank/features/stages'
import { COLUMN } from '#core/rank/features/table'
import { openedWords } from '#core/rank/learned/opened-words'
import type { SessionState } from '#core/session/state'

type Part = { why: string; amount: number }

/** Columns that sum up others: `session` of them those of the session too. */
export const COMPOSITES: ReadonlyMap<number, 'prior' | 'session'> = new Map([
  [COLUMN.prior, 'prior'],
  [COLUMN.prior_rank, 'prior'],
  [COLUMN.session_score, 'session'],
  [COLUMN.session_rank, 'session'],
])

/** Of the leading stages in their order (features/stages.ts): what is said when one raises, and when it lowers. */
const SAID: readonly [raised: string, lowered: string][] = [
  ['you opened it in this visit', 'you opened others of this list'],
  ['you opened it more than once', 'you opened it no more than once'],
  ['shown before and not opened', 'shown before and not opened'],
  ['near what you opened last', 'far from what you opened last'],
  ['opened by others who opened what you did', 'seldom opened with what you did'],
]

type Of = { list: ScoredList; candidate: number; hit: Hit; state: SessionState }

export function partsOf(knowledge: Knowledge, kind: 'prior' | 'session', of: Of): Part[] {
  const { list, candidate } = of
  const parts = [
    said(distance(list, candidate, 'item_lift'), [
      'clicked more than its places promise',
      'clicked less than its places promise',
    ]),
    said(distance(list, candidate, 'query_lift'), [
      'clicked for searches like this',
      'seldom clicked for searches like this',
    ]),
  ]
  return kind === 'prior' ? parts : [...parts, ...stageParts(knowledge, of)]
}

function stageParts({ stages, store }: Knowledge, { list, candidate, hit, state }: Of): Part[] {
  const { logs, means } = stageLogs(stages, list)
  const count = stages.stages.length
  return stages.stages.map((_, stage) => {
    const amount = logs[stage * MAX_BUCKETS + list.buckets[candidate * count + stage]!]! - means[stage]!
    const leading = SAID[stage]
    if (leading !== undefined) return said(amount, leading)
    const field = store.schema.fields[stage - LEADING_STAGES.length]?.name ?? ''
    const opened = amount > 0 ? openedWords(field, hit, state) : undefined
    return said(amount, [opened ?? `its ${field} fits what you open`, `its ${field} is not what you open`])
  })
}

type StageLogs = { logs: Float64Array; means: Float64Array }
const worked = new WeakMap<ScoredList, StageLogs>()

/** Logarithms of all lifts, and each stage's mean over the list: once for all candidates that are explained. */
function stageLogs(stages: Stages, list: ScoredList): StageLogs {
  const known = worked.get(list)
  if (known !== undefined) return known
  const logs = stages.allLifts().map((lift) => Math.log(lift))
  const count = stages.stages.length
  const means = new Float64Array(count)
  list.buckets.forEach((bucket, slot) => (means[slot % count]! += logs[(slot % count) * MAX_BUCKETS + bucket]!))
  const made = { logs, means: means.map((sum) => sum / list.candidates.length) }
  worked.set(list, made)
  return made
}

const said = (amount: number, [raised, lowered]: [string, string]): Part => ({
  why: amount >= 0 ? raised : lowered,
  amount,
})

type Lift = 'item_lift' | 'query_lift'
const means = new WeakMap<ScoredList, Record<Lift, number>>()

/** From the list's mean; a list that says nothing about it has no distance. */
function distance(list: ScoredList, candidate: number, lift: Lift): number {
  let of = means.get(list)
  if (of === undefined)
    means.set(list, (of = { item_lift: mean(list, 'item_lift'), query_lift: mean(list, 'query_lift') }))
  const from = list.rows[candidate * list.width + COLUMN[lift]]! - of[lift]
  return from === from ? from : 0
}

function mean({ rows, width, candidates }: ScoredList, lift: Lift): number {
  let sum = 0
  for (let place = 0; place < candidates.length; place += 1) sum += rows[place * width + COLUMN[lift]]!
  return sum / candidates.length
}

/** How one list is scored with what is published: everyone's scores, and this visitor's when a model makes them. */
import type { Hit } from '#core/contract/retrieval'
import type { ListBase, StageWeights } from '#core/rank/candidates'
import type { OwnScores, TouchedLifts } from '#core/rank/explain'
import { contextOf } from '#core/rank/features/context'
import type { SessionNeighbours } from '#core/rank/features/session-neighbours'
import { modelBase, modelOwn, type Moment } from '#core/rank/learned/model-scores'
import { priorBase } from '#core/rank/learned/prior-base'
import { touchedLifts } from '#core/rank/learned/touched-lifts'
import { MODEL } from '#core/rank/rank'
import type { RecentItem, SessionState } from '#core/session/state'
import type { Device } from './moment.ts'
import type { Ranking } from './ranking-source.ts'

export type RankedWith = { base?: ListBase; own?: OwnScores; touched?: TouchedLifts }

export type Asking = {
  now: number
  hour: number
  device: Device
  /** Normal form; empty when nothing was asked for. */
  query: string
  weights: StageWeights
  /** Items that the visitor dealt with, newest first; none when nothing personal applies. */
  recent: readonly RecentItem[]
  /** Undefined when nothing personal applies, or no model ranks. */
  state: SessionState | undefined
  /** For a model, of what the visitor touched; undefined when they can not be had. */
  neighbours: SessionNeighbours | undefined
}

/** What impressions name. */
export const rankingName = (ranking: Ranking | undefined): string =>
  ranking === undefined ? MODEL : ranking.by === 'model' ? ranking.name : `${MODEL}+${ranking.name}`

export function rankWith(ranking: Ranking | undefined, hits: readonly Hit[], asking: Asking): RankedWith {
  if (ranking === undefined || hits.length === 0) return {}
  const { now, hour, query, weights, recent, state, neighbours } = asking
  if (ranking.by === 'clicks') {
    const make = () => priorBase(ranking.knowledge, hits, { query, weights, now })
    const base = heldBase(hits, ranking, { key: `${weights.popularity} ${query}`, make })
    return recent.length === 0 ? { base } : { base, touched: touchedLifts(ranking.knowledge.stages, recent, now) }
  }
  const { device } = contextOf({ at: now, fields: new Map([['device', asking.device]]) })
  const moment: Moment = { now, query, hour, device }
  const make = () => modelBase(ranking.model, hits, moment)
  const base = heldBase(hits, ranking, { key: `${hour} ${device} ${query}`, make })
  return state === undefined
    ? { base }
    : { base, own: modelOwn(ranking.model, hits, { state, moment, neighbours, base }) }
}

/** Everyone's scores of a shared part: few at a time, because hours pass and devices are three. */
const held = new WeakMap<readonly Hit[], { ranking: Ranking; bases: Map<string, ListBase> }>()
const MAX_BASES = 12

function heldBase(
  hits: readonly Hit[],
  ranking: Ranking,
  { key, make }: { key: string; make: () => ListBase },
): ListBase {
  let of = held.get(hits)
  if (of?.ranking !== ranking) held.set(hits, (of = { ranking, bases: new Map() }))
  const known = of.bases.get(key)
  if (known !== undefined) return known
  if (of.bases.size >= MAX_BASES) of.bases.clear()
  const base = make()
  of.bases.set(key, base)
  return base
}

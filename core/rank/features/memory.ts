/**
 * What features read of one session and one visitor. It is derived from the session state and from nothing else, by
 * this one function, in training as in serving: the two can not drift apart.
 */
import type { SessionState } from '#core/session/state'
import { presentVisit } from '#core/session/visits'
import type { ItemStore } from './items.ts'
import { noTaste, tasteOf, type Taste } from './taste.ts'

/** `steps`: touches since; `targets`: how many of its touches were in lists. */
type Touched = { id: string; item: number; at: number; steps: number; count: number; targets: number }

export type SessionMemory = {
  /** Distinct items, the last touched first; -1 is an item that nothing is known about. */
  touched: Touched[]
  /** Times shown since last touched, by item index. */
  passedOver: Map<number, number>
  taste: Taste
  steps: number
  lists: number
  startedAt: number
}

export type VisitorMemory = {
  taste: Taste
  touches: number
  lists: number
  /** Per field: count, sum and sum of squares of the numbers of touched items. */
  levels: Float64Array
}

/**
 * `whole`: the state is of one session that has a name, and lasts as long; else a visit of the state, which silence
 * ends.
 */
export type SessionSpan = { now: number; whole: boolean }

export function sessionMemory(store: ItemStore, state: SessionState, { now, whole }: SessionSpan): SessionMemory {
  const visit = presentVisit(state.visits, now)
  if (!whole && visit === undefined)
    return { touched: [], passedOver: new Map(), taste: noTaste, steps: 0, lists: 0, startedAt: now }
  const first = state.visits.at(-1)?.from ?? now
  const startedAt = whole || visit === undefined ? first : visit.from
  const passedOver = new Map<number, number>()
  for (const { id, times } of state.passedOver) {
    const item = store.indexes.get(id)
    const since = whole ? times.length : times.filter((at) => at >= startedAt).length
    if (item !== undefined && since > 0) passedOver.set(item, since)
  }
  return {
    touched: touchedIn(store, state, { now, whole }),
    passedOver,
    taste: tasteOf(store, state, { now, half: 'fresh' }),
    steps: whole || visit === undefined ? state.touches : visit.steps,
    lists: whole || visit === undefined ? state.lists : visit.lists,
    startedAt,
  }
}

export function visitorMemory(store: ItemStore, state: SessionState, now: number): VisitorMemory {
  const levels = new Float64Array(3 * store.schema.fields.length)
  for (const { field, count, sum, squares } of state.levels) {
    const index = store.fieldOf(field)
    if (index !== undefined) levels.set([count, sum, squares], 3 * index)
  }
  return { taste: tasteOf(store, state, { now, half: 'lasting' }), touches: state.touches, lists: state.lists, levels }
}

/** Ids of the items that the session touched, each once, the last touched first. */
export function touchedIds({ recent, visits }: SessionState, span: SessionSpan): string[] {
  const since = startOf(visits, span)
  return [...new Set(recent.filter(({ at }) => at >= since).map(({ id }) => id))]
}

const startOf = (visits: SessionState['visits'], { now, whole }: SessionSpan): number =>
  whole ? -Infinity : (presentVisit(visits, now)?.from ?? Infinity)

function touchedIn(store: ItemStore, { recent, visits }: SessionState, span: SessionSpan): Touched[] {
  const since = startOf(visits, span)
  const touched = new Map<string, Touched>()
  for (const [steps, { id, at, position }] of recent.entries()) {
    if (at < since) break
    const inList = position === undefined ? 0 : 1
    const known = touched.get(id)
    if (known === undefined)
      touched.set(id, { id, item: store.indexes.get(id) ?? -1, at, steps, count: 1, targets: inList })
    else {
      known.count += 1
      known.targets += inList
    }
  }
  return [...touched.values()]
}

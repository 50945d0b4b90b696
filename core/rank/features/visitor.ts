/** What is remembered of one session and one visitor; every list is bounded. */
import type { Item } from './items.ts'
import { Taste } from './taste.ts'

export type Touch = { item: Item; at: number; step: number; count: number; targets: number }

export type SessionMemory = {
  /** Distinct items, the last touched first. */
  touched: Touch[]
  /** Times shown since last touched, by item index. */
  passedOver: Map<number, number>
  taste: Taste
  steps: number
  lists: number
  startedAt: number
  lastAt: number
}

export type VisitorMemory = {
  taste: Taste
  touches: number
  lists: number
  /** Per field: count, sum and sum of squares of the numbers of touched items. */
  levels: Float64Array
}

const MAX_TOUCHED = 50
const MAX_PASSED_OVER = 400
const SESSION_HALF_LIFE_MS = 15 * 60_000
const VISITOR_HALF_LIFE_MS = 30 * 86_400_000

export const newSession = (now: number): SessionMemory => ({
  touched: [],
  passedOver: new Map(),
  taste: new Taste(SESSION_HALF_LIFE_MS),
  steps: 0,
  lists: 0,
  startedAt: now,
  lastAt: now,
})

export const newVisitor = (fields: number): VisitorMemory => ({
  taste: new Taste(VISITOR_HALF_LIFE_MS),
  touches: 0,
  lists: 0,
  levels: new Float64Array(3 * fields),
})

export function rememberTouch(session: SessionMemory, item: Item, event: { now: number; target: boolean }): void {
  session.steps += 1
  session.lastAt = event.now
  const at = session.touched.findIndex((touch) => touch.item.index === item.index)
  const [known] = at < 0 ? [] : session.touched.splice(at, 1)
  session.touched.unshift({
    item,
    at: event.now,
    step: session.steps,
    count: (known?.count ?? 0) + 1,
    targets: (known?.targets ?? 0) + (event.target ? 1 : 0),
  })
  if (session.touched.length > MAX_TOUCHED) session.touched.pop()
  session.passedOver.delete(item.index)
}

export function rememberShown(session: SessionMemory, item: Item): void {
  const { passedOver } = session
  const known = passedOver.get(item.index)
  if (known === undefined && passedOver.size >= MAX_PASSED_OVER) passedOver.delete(passedOver.keys().next().value ?? -1)
  passedOver.set(item.index, (known ?? 0) + 1)
}

export function rememberLevels(visitor: VisitorMemory, item: Item): void {
  item.numbers.forEach((value, field) => {
    if (!Number.isFinite(value)) return
    visitor.levels[3 * field]! += 1
    visitor.levels[3 * field + 1]! += value
    visitor.levels[3 * field + 2]! += value * value
  })
}

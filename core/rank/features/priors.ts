/**
 * What everyone's clicks say: per place, item, facet value and query, each a lift over what the level above expects
 * (global -> facet values -> item -> item for this query).
 */
import { LiftCounts } from './counts.ts'
import type { Item } from './items.ts'

/** Expected clicks that each level's fallback is worth. */
const PLACE_WEIGHT = 20
const TERM_WEIGHT = 8
const ITEM_WEIGHT = 2.5
const QUERY_WEIGHT = 2
/** Values of one item overlap in what they say: their lifts count at this power. */
const FACET_POWER = 0.35
const MAX_PLACE = 100
const MAX_QUERY_PAIRS = 200_000
/** A click rate to start from: one click in 20 shown. */
const START = { shown: 100, clicks: 5 }

export class Priors {
  readonly places = new LiftCounts(PLACE_WEIGHT)
  readonly terms = new LiftCounts(TERM_WEIGHT)
  readonly items = new LiftCounts(ITEM_WEIGHT)
  readonly queries = new LiftCounts(QUERY_WEIGHT)
  /** Query, then item index, to the pair's number. */
  private readonly pairs = new Map<string, Map<number, number>>()
  private pairCount = 0
  readonly touches = new LiftCounts(1)
  readonly termTouches = new LiftCounts(1)
  readonly totals = { ...START, lists: 1, touched: 0 }

  get clicksPerList(): number {
    return this.totals.clicks / this.totals.lists
  }

  placeRate(place: number): number {
    return (this.totals.clicks / this.totals.shown) * this.places.lift(Math.min(place, MAX_PLACE))
  }

  /** Sum over fields of the mean log lift of the item's values. */
  fieldLifts({ terms, start }: Item): number {
    let lifts = 0
    for (let field = 0; field + 1 < start.length; field += 1) {
      const [from, to] = [start[field]!, start[field + 1]!]
      let sum = 0
      for (let at = from; at < to; at += 1) sum += this.terms.logLift(terms[at]!)
      if (to > from) lifts += sum / (to - from)
    }
    return lifts
  }

  /** The item's own lift, falling back on its values'. */
  itemLift(item: Item, fieldLifts: number): number {
    return this.items.lift(item.index, Math.exp(FACET_POWER * fieldLifts))
  }

  queryLift(item: Item, query: string): number {
    const pair = this.pairs.get(query)?.get(item.index)
    return pair === undefined ? 1 : this.queries.lift(pair)
  }

  recordShown(item: Item, at: { place: number; query: string; placeRate: number; prior: number }): void {
    this.totals.shown += 1
    this.places.expect(Math.min(at.place, MAX_PLACE), this.totals.clicks / this.totals.shown)
    this.items.expect(item.index, at.placeRate)
    for (const term of item.terms) this.terms.expect(term, at.placeRate)
    if (at.query !== '') this.queries.expect(this.pairNumber(item.index, at.query), at.prior)
  }

  recordClick(item: Item, at: { place: number; query: string }): void {
    this.totals.clicks += 1
    this.places.click(Math.min(at.place, MAX_PLACE))
    this.items.click(item.index)
    for (const term of item.terms) this.terms.click(term)
    if (at.query !== '') this.queries.click(this.pairNumber(item.index, at.query))
  }

  recordTouch(item: Item): void {
    this.totals.touched += 1
    this.touches.click(item.index)
    for (const term of item.terms) this.termTouches.click(term)
  }

  /** Share of all touches that went to items with this value. */
  touchShare(term: number): number {
    return this.totals.touched === 0 ? 0 : this.termTouches.clicksOf(term) / this.totals.touched
  }

  recordList(): void {
    this.totals.lists += 1
  }

  /** Every pair as one text, in the order of their numbers, for a snapshot. */
  pairKeys(): string[] {
    const keys: string[] = []
    for (const [query, items] of this.pairs) for (const [item, number] of items) keys[number] = `${item} ${query}`
    return keys
  }

  loadPairKeys(keys: readonly string[]): void {
    for (const key of keys) {
      const space = key.indexOf(' ')
      this.pairNumber(Number(key.slice(0, space)), key.slice(space + 1))
    }
  }

  /** Pairs beyond the bound share one number. */
  private pairNumber(item: number, query: string): number {
    const items = this.pairs.get(query)
    const known = items?.get(item)
    if (known !== undefined) return known
    if (this.pairCount >= MAX_QUERY_PAIRS) return MAX_QUERY_PAIRS
    if (items === undefined) this.pairs.set(query, new Map([[item, this.pairCount]]))
    else items.set(item, this.pairCount)
    return this.pairCount++
  }
}

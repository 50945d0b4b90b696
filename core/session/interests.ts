/** Interest by facet value: touches, and what the lists that were shown led to expect of them. */
import type { EventType } from '#core/contract/events'
import { counted, countsAt, sumOf, type Counts } from '#core/session/counts'
import type { FacetInterests, Interest, ItemTraits, Mix, SessionState } from '#core/session/state'

/** How much one event says about interest in its item, in clicks; a purchase is six views. */
const INTEREST: Record<EventType, number> = {
  viewed: 0.5,
  clicked: 1,
  'picked-suggestion': 1,
  carted: 2,
  bought: 3,
  searched: 0,
}

type Touched = { type: EventType; position?: number | undefined } & Pick<ItemTraits, 'facets'>

export function addTouch(state: SessionState, touch: Touched, at: number): SessionState {
  const once = counted({ clicks: INTEREST[touch.type], expected: 0 }, at)
  let { facets } = state
  for (const [facet, values] of Object.entries(touch.facets)) {
    if (values.length > 0)
      facets = added(facets, { facet, total: once, values: values.map((value) => ({ value, ...once })) })
  }
  // Whoever touched something in a list was shown the list: its expectation is counted when the list is reported.
  const listed = touch.position === undefined ? state.listed : sumOf(state.listed, once)
  const loose = touch.position === undefined ? sumOf(state.loose, once) : state.loose
  return { ...state, facets, listed, loose }
}

/** One list that was shown: its mix was to be expected once. */
export function addList(state: SessionState, mix: Mix, at: number): SessionState {
  const byFacet = new Map<string, Interest[]>()
  for (const { facet, value, share } of mix) {
    const values = byFacet.get(facet) ?? []
    byFacet.set(facet, values)
    values.push({ value, ...counted({ clicks: 0, expected: share }, at) })
  }
  const total = counted({ clicks: 0, expected: 0 }, at)
  let { facets } = state
  for (const [facet, values] of byFacet) facets = added(facets, { facet, total, values })
  return { ...state, facets, listed: sumOf(state.listed, counted({ clicks: 0, expected: 1 }, at)) }
}

function added(facets: readonly FacetInterests[], more: FacetInterests): readonly FacetInterests[] {
  const known = facets.find(({ facet }) => facet === more.facet)
  const next = {
    facet: more.facet,
    total: sumOf(known?.total, more.total),
    values: mergedValues(known?.values ?? [], more.values),
  }
  return known === undefined ? [...facets, next] : facets.map((each) => (each === known ? next : each))
}

function mergedValues(known: readonly Interest[], more: readonly Interest[]): Interest[] {
  const merged = [...known]
  const placeOf = placesIn(known, more.length)
  const fresh = new Map<string, number>()
  for (const { value, ...counts } of more) {
    const place = fresh.get(value) ?? placeOf(value)
    if (place === undefined) fresh.set(value, merged.push({ value, ...counts }) - 1)
    else merged[place] = { value, ...sumOf(merged[place], counts) }
  }
  return merged
}

/** Where a value stands. One touch asks for a few of a hundred values: looking them up costs less than a map of all. */
function placesIn(known: readonly Interest[], asked: number): (value: string) => number | undefined {
  if (asked <= 4) {
    return (wanted) => {
      const place = known.findIndex(({ value }) => value === wanted)
      return place < 0 ? undefined : place
    }
  }
  const places = new Map(known.map(({ value }, place) => [value, place]))
  return (wanted) => places.get(wanted)
}

const MAX_FACETS = 20
const MAX_VALUES = 100
/** In all: what 16 KB hold beside the rest. */
const MAX_ENTRIES = 300
/** Values beyond the bound that wait for company: trimming looks at all of them. */
const SLACK = 60

/** Drops the weakest values, when there are many more than are kept. */
export function trimInterests(state: SessionState): SessionState {
  const { facets } = state
  const many =
    facets.length > MAX_FACETS ||
    facets.some(({ values }) => values.length > MAX_VALUES + SLACK) ||
    entriesOf(facets) > MAX_ENTRIES + SLACK
  return many ? { ...state, facets: strongest(facets) } : state
}

/**
 * At most this many values, and never more than the bounds of facets and of a facet's values. Every facet keeps an equal
 * share of its strongest, so that one item of many tags does not crowd out all else; the rest go by strength.
 */
export function strongest(facets: readonly FacetInterests[], most = MAX_ENTRIES): FacetInterests[] {
  const now = facets.reduce((latest, { total }) => Math.max(latest, total.at), 0)
  const kept = facets
    .toSorted((a, b) => strengthAt(b.total, now) - strengthAt(a.total, now) || order(a.facet, b.facet))
    .slice(0, MAX_FACETS)
    .map((each) => ({ ...each, values: strongestFirst(each.values, now).slice(0, MAX_VALUES) }))
  if (entriesOf(kept) <= most) return kept
  const share = Math.floor(most / kept.length)
  // Equal strengths by name: what stays must not hang on the order in which things came.
  const rest = kept
    .flatMap(({ facet, values }) =>
      values.slice(share).map((value) => ({ facet, value, strength: strengthAt(value, now) })),
    )
    .sort((a, b) => b.strength - a.strength || order(a.value.value, b.value.value) || order(a.facet, b.facet))
  const sure = kept.reduce((sum, { values }) => sum + Math.min(values.length, share), 0)
  const more = new Set(rest.slice(0, most - sure).map(({ value }) => value))
  return kept.map((each) => ({ ...each, values: each.values.filter((value, at) => at < share || more.has(value)) }))
}

export const entriesOf = (facets: readonly FacetInterests[]): number =>
  facets.reduce((sum, { values }) => sum + values.length, 0)

const strongestFirst = (values: readonly Interest[], now: number) =>
  values.toSorted((a, b) => strengthAt(b, now) - strengthAt(a, now) || order(a.value, b.value))

function strengthAt(counts: Counts, now: number): number {
  const { clicks, expected } = countsAt(counts, now)
  return clicks + expected
}

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b))

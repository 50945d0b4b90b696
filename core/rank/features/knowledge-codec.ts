/**
 * What everyone's behaviour taught, as one artifact: a job replays the event log and packs it, the edge opens it and
 * extracts features with it. Items are not in it, only their numbers: their fields come with the candidates.
 */
import type { Schema } from './fields.ts'
import { ItemStore } from './items.ts'
import { newScratch, type Knowledge } from './knowledge.ts'
import { Neighbours } from './neighbours.ts'
import { Priors } from './priors.ts'
import { openSections, packSections, type Section, type SectionReader } from './sections.ts'
import { Stages } from './stages.ts'

const KIND = { magic: 0x574b_464e, version: 3 }

export function packKnowledge({ store, priors, neighbours, stages }: Knowledge): ArrayBuffer {
  const { totals } = priors
  return packSections(KIND, [
    JSON.stringify(store.schema),
    keysOf(store.indexes),
    Float64Array.from(store.firstSeen),
    keysOf(store.termNumbers),
    priors.pairKeys().join('\0'),
    Float64Array.of(totals.shown, totals.clicks, totals.lists, totals.touched),
    ...countersOf(priors, stages).flatMap((counter): Section[] => counter.save()),
    ...neighbourSections(neighbours),
  ])
}

/** @throws RangeError when the bytes are something else, of another version, or cut short. */
export function openKnowledge(buffer: ArrayBuffer): Knowledge {
  const reader = openSections(KIND, buffer)
  const schema = JSON.parse(reader.text()) as Schema
  const store = new ItemStore(schema)
  const priors = new Priors()
  const stages = new Stages(schema.fields.map((field) => field.name))
  fillKeys(store.indexes, reader.text())
  for (const at of reader.numbers()) store.firstSeen.push(at)
  fillKeys(store.termNumbers, reader.text())
  priors.loadPairKeys(keysIn(reader.text()))
  const [shown = 0, clicks = 0, lists = 1, touched = 0] = reader.numbers()
  Object.assign(priors.totals, { shown, clicks, lists, touched })
  for (const counter of countersOf(priors, stages)) counter.load([reader.numbers(), reader.numbers()])
  return { store, priors, neighbours: openNeighbours(reader), stages, scratch: newScratch(1_024) }
}

/** Every counter, in the artifact's order. */
const countersOf = (priors: Priors, stages: Stages) => [
  priors.places,
  priors.terms,
  priors.items,
  priors.queries,
  priors.touches,
  priors.termTouches,
  ...stages.counts,
]

/** Numbers are given in order of insertion, so the keys alone carry them. */
const keysOf = (numbers: ReadonlyMap<string, number>) => [...numbers.keys()].join('\0')

function fillKeys(numbers: Map<string, number>, keys: string): void {
  for (const key of keysIn(keys)) numbers.set(key, numbers.size)
}

const keysIn = (keys: string) => (keys === '' ? [] : keys.split('\0'))

/** Pairs of items that are kept: 12 bytes each here, and some eighty opened. */
const MAX_PAIRS = 200_000

/** Touches per item, then triples: item, neighbour, times together. */
function neighbourSections({ touches, pairs }: Neighbours): Section[] {
  const least = leastKept(pairs)
  const triples: number[] = []
  for (const [item, row] of pairs) {
    for (const [other, times] of row) if (times >= least) triples.push(item, other, times)
  }
  return [Uint32Array.from(touches, (count) => count ?? 0), Uint32Array.from(triples)]
}

/** How often a pair must have been touched together, so that few enough are left. */
function leastKept(pairs: Neighbours['pairs']): number {
  const having: number[] = []
  for (const row of pairs.values()) for (const times of row.values()) having[times] = (having[times] ?? 0) + 1
  let kept = 0
  for (let times = having.length - 1; times > 0; times -= 1) {
    kept += having[times] ?? 0
    if (kept > MAX_PAIRS) return times + 1
  }
  return 1
}

function openNeighbours(reader: SectionReader): Neighbours {
  const neighbours = new Neighbours()
  for (const count of reader.whole()) neighbours.touches.push(count)
  const triples = reader.whole()
  for (let at = 0; at + 2 < triples.length; at += 3) {
    const row = neighbours.pairs.get(triples[at]!) ?? new Map<number, number>()
    neighbours.pairs.set(triples[at]!, row.set(triples[at + 1]!, triples[at + 2]!))
  }
  return neighbours
}

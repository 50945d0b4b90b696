/**
 * What everyone's behaviour taught, as one artifact: a job replays the event log and packs it, the edge opens it and
 * extracts features with it. Items are not in it, only their numbers: their fields come with the candidates.
 */
import type { Schema } from './fields.ts'
import { ItemStore } from './items.ts'
import { newScratch, type Knowledge } from './knowledge.ts'
import { Priors } from './priors.ts'
import { openSections, packSections, type Section } from './sections.ts'
import { Stages } from './stages.ts'
import { TABLE_VERSION } from './table.ts'

const KIND = { magic: 0x574b_464e, version: 4 }

export function packKnowledge({ store, priors, stages }: Knowledge): ArrayBuffer {
  const { totals } = priors
  return packSections(KIND, [
    Float64Array.of(TABLE_VERSION),
    JSON.stringify(store.schema),
    keysOf(store.indexes),
    Float64Array.from(store.firstSeen),
    keysOf(store.termNumbers),
    priors.pairKeys().join('\0'),
    Float64Array.of(totals.shown, totals.clicks, totals.lists, totals.touched),
    ...countersOf(priors, stages).flatMap((counter): Section[] => counter.save()),
  ])
}

/**
 * Columns of the same name may have meant something else: what was counted, or trained, for another table is refused.
 * @throws RangeError when the bytes are something else, of another version or table, or cut short.
 */
export function openKnowledge(buffer: ArrayBuffer): Knowledge {
  const reader = openSections(KIND, buffer)
  const [table] = reader.numbers()
  if (table !== TABLE_VERSION)
    throw new RangeError(`Made for version ${table} of the feature table, this is ${TABLE_VERSION}: train anew.`)
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
  return { store, priors, stages, scratch: newScratch(1_024) }
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

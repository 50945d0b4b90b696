/**
 * THE table of features: every column that training, serving and explaining use, with its unit, its source and what it
 * says in plain words. A column's position is its index here; `featureTable` appends the columns of a catalogue's fields.
 */
import type { Schema } from './fields.ts'

export type Feature = {
  name: string
  unit: 'place' | 'count' | 'share' | 'log ratio' | 'seconds' | 'days' | 'hour' | 'code' | 'value' | 'deviations'
  /** Where the number comes from. */
  source: 'list' | 'priors' | 'session' | 'visitor' | 'item' | 'context'
  words: string
}

/**
 * Raised when a column's meaning changes: a model trained on another meaning must not be served.
 * 2: `neighbour` is a vote of session neighbours (session-neighbours.ts), no count of items that were touched together.
 */
export const TABLE_VERSION = 2

const STATIC = [
  ['place', 'place', 'list', 'where the retrieval put it'],
  ['list_size', 'count', 'list', 'how many candidates there are'],
  ['place_lift', 'log ratio', 'priors', 'how much that place is clicked, whatever stands there'],
  ['item_lift', 'log ratio', 'priors', 'clicked more than expected at the places it was shown'],
  ['item_shown', 'count', 'priors', 'how much is known about its click rate (log of expected clicks)'],
  ['item_touches', 'count', 'priors', 'how often visitors opened it (log)'],
  ['query_lift', 'log ratio', 'priors', 'clicked more than expected for this query'],
  ['prior', 'log ratio', 'priors', 'click rate that its place, its own record and its values promise'],
  ['prior_rank', 'place', 'priors', 'its place if ordered by that promise'],
  ['touch_rank', 'place', 'session', 'items you touched since you last touched it'],
  ['touch_count', 'count', 'session', 'times you touched it in this session'],
  ['touch_targets', 'count', 'session', 'times you clicked it in a list in this session'],
  ['touch_seconds', 'seconds', 'session', 'time since you touched it (log)'],
  ['touch_steps', 'count', 'session', 'your steps since you touched it'],
  ['passed_over', 'count', 'session', 'times you were shown it and passed it over'],
  ['from_last_touch', 'place', 'session', 'places below the item you touched last'],
  ['list_touched', 'count', 'session', 'candidates that you touched before'],
  ['session_steps', 'count', 'session', 'steps of this session'],
  ['session_lists', 'count', 'session', 'lists seen in this session'],
  ['session_seconds', 'seconds', 'session', 'length of this session (log)'],
  ['visitor_touches', 'count', 'visitor', 'items you touched, ever'],
  ['taste', 'log ratio', 'visitor', 'you click items like this more than others do'],
  ['taste_in_list', 'log ratio', 'visitor', 'closer to your taste than the other candidates'],
  ['neighbour', 'share', 'session', 'others who touched what you touched also touched it'],
  ['session_score', 'log ratio', 'session', 'promise and session together, untrained'],
  ['session_rank', 'place', 'session', 'its place if ordered by the untrained score'],
  ['alike_in_list', 'share', 'list', 'candidates that share its values'],
  ['item_age', 'days', 'item', 'time since it was first heard of'],
  ['hour', 'hour', 'context', 'local hour of the day'],
  ['device', 'code', 'context', 'device: 1 phone, 2 tablet, 3 desktop'],
] as const satisfies readonly (readonly [string, Feature['unit'], Feature['source'], string])[]

type StaticName = (typeof STATIC)[number][0]

/** Column of each feature that does not depend on the catalogue. */
export const COLUMN = Object.fromEntries(STATIC.map(([name], column) => [name, column])) as Record<StaticName, number>

export const FIRST_FIELD_COLUMN = STATIC.length
/** Columns of one field, in this order. */
export const FIELD_COLUMNS = {
  lift: 0,
  sessionTaste: 1,
  visitorTaste: 2,
  value: 3,
  inList: 4,
  fromLevel: 5,
} as const
export const COLUMNS_PER_FIELD = 6
export const COLUMNS_PER_GIVEN = 2

export const firstGivenColumn = (schema: Schema): number =>
  FIRST_FIELD_COLUMN + COLUMNS_PER_FIELD * schema.fields.length
export const tableWidth = (schema: Schema): number => firstGivenColumn(schema) + COLUMNS_PER_GIVEN * schema.given.length

export function featureTable(schema: Schema): Feature[] {
  const fixed = STATIC.map(([name, unit, source, words]) => ({ name, unit, source, words }))
  const perField = schema.fields.flatMap(({ name, kind }): Feature[] => {
    const value =
      kind === 'date'
        ? ({ unit: 'days', words: `days since ${name}` } as const)
        : { unit: 'value' as const, words: `its ${name}` }
    return [
      {
        name: `${name}:lift`,
        unit: 'log ratio',
        source: 'priors',
        words: `items with its ${name} are clicked more than expected`,
      },
      {
        name: `${name}:session`,
        unit: 'log ratio',
        source: 'session',
        words: `its ${name} fits what you clicked in this session`,
      },
      {
        name: `${name}:visitor`,
        unit: 'log ratio',
        source: 'visitor',
        words: `its ${name} fits what you clicked before`,
      },
      { name: `${name}:value`, source: 'item', ...value },
      {
        name: `${name}:in_list`,
        unit: 'deviations',
        source: 'list',
        words: `its ${name} against the other candidates`,
      },
      {
        name: `${name}:level`,
        unit: 'deviations',
        source: 'visitor',
        words: `its ${name} against the level you usually choose`,
      },
    ]
  })
  const given = schema.given.flatMap((name): Feature[] => [
    { name: `given:${name}`, unit: 'value', source: 'list', words: `${name}, as the list gave it` },
    {
      name: `given:${name}:in_list`,
      unit: 'deviations',
      source: 'list',
      words: `its ${name} against the other candidates`,
    },
  ])
  return [...fixed, ...perField, ...given]
}

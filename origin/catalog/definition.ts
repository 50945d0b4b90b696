/**
 * What a catalogue file says: which field of a row plays which part. `field` is a key of the row (JSON) or a column
 * (CSV); `brand.name` reaches into an object unless the row has a key of that very name.
 */
import * as v from 'valibot'

const RESERVED = new Set(['price', 'date', 'inStock', 'constructor', 'prototype'])

const field = v.pipe(v.string('expected the name of a field'), v.minLength(1, 'expected the name of a field'))
const name = v.pipe(
  v.string('expected a name'),
  v.regex(
    /^[a-z][A-Za-z0-9_-]{0,31}$/,
    'expected a name such as genre: a lower-case letter, then up to 31 of a-z A-Z 0-9 _ -',
  ),
  v.check((value) => !RESERVED.has(value), `expected a name other than ${[...RESERVED].join(', ')}`),
)
const nonEmpty = v.pipe(v.string('expected a text'), v.minLength(1, 'expected a text'))

const searchField = v.strictObject({
  field,
  /** How much a match in this field counts beside the others (BM25 column weight). */
  weight: v.pipe(
    v.number('expected a number above 0, up to 100'),
    v.gtValue(0, 'expected a number above 0, up to 100'),
    v.maxValue(100, 'expected a number above 0, up to 100'),
  ),
})

const facet = v.strictObject({
  name,
  field,
  label: nonEmpty,
  /** Weight of a visitor's affinity for this facet; 0 = filter only. */
  affinity: v.pipe(
    v.number('expected a number from 0 to 1'),
    v.minValue(0, 'expected a number from 0 to 1'),
    v.maxValue(1, 'expected a number from 0 to 1'),
  ),
  /** Splits one text into several values, such as `|` in a CSV; without it a text is one value. */
  separator: v.optional(nonEmpty),
})

const date = v.strictObject({
  field,
  /** Order of numeric dates with slashes; other forms are unambiguous. */
  order: v.optional(v.picklist(['mdy', 'dmy'], 'expected mdy (12/31/1998) or dmy (31/12/1998)'), 'mdy'),
  /** Last day that the data can mean: a later date lost its century, and is moved back one. */
  latest: v.optional(
    v.pipe(v.string('expected a date such as 2011-12-31'), v.isoDate('expected a date such as 2011-12-31')),
  ),
})

const suggest = v.strictObject({
  /** Facets whose values are suggested as categories. */
  facets: v.optional(v.array(name, 'expected a list of facet names'), []),
  /** A query is suggested to others once this many visitors asked it. */
  minVisitors: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2, 'expected at least 2')), 3),
  /** After how long a search counts half: for what rises now, and for what people want all the time. */
  fastHours: v.optional(v.pipe(v.number(), v.minValue(0.1, 'expected at least 0.1')), 3),
  slowDays: v.optional(v.pipe(v.number(), v.minValue(1, 'expected at least 1')), 3650),
  /** Nothing with one of these words or phrases is suggested, whatever it comes from. */
  deny: v.optional(v.array(nonEmpty, 'expected a list of texts'), []),
  /** Queries that are suggested although too few asked them. */
  allow: v.optional(v.array(nonEmpty, 'expected a list of texts'), []),
})
export type SuggestSettings = v.InferOutput<typeof suggest>

export const catalogueDefinition = v.strictObject({
  /** Names the catalogue; a data folder holds one. */
  name,
  /** A field whose value is the id, or fields that an id is made from (`dune-1984`). */
  id: v.union(
    [field, v.strictObject({ slug: v.pipe(v.array(field), v.minLength(1, 'expected at least one field')) })],
    'expected a field, or slug with a list of fields',
  ),
  title: field,
  search: v.pipe(
    v.array(searchField, 'expected a list of { field, weight }'),
    v.minLength(1, 'expected at least one field'),
    v.maxLength(16, 'expected at most 16 fields'),
  ),
  facets: v.optional(
    v.pipe(
      v.array(facet, 'expected a list of { name, field, label, affinity }'),
      v.maxLength(32, 'expected at most 32 facets'),
      v.check((list) => new Set(list.map((entry) => entry.name)).size === list.length, 'expected each name once'),
    ),
    [],
  ),
  price: v.optional(field),
  /** A field, or a second one for items that lack the first; the units may differ, only ranks count. */
  popularity: v.optional(
    v.union(
      [field, v.pipe(v.array(field), v.minLength(1), v.maxLength(2))],
      'expected a field, or a list of a field and one that stands in for it',
    ),
  ),
  date: v.optional(date),
  /** True, false, or a number of pieces; an item without the field is in stock. */
  stock: v.optional(field),
  /** Shown beside an item, not searched: name to field. */
  attributes: v.optional(v.record(name, field, 'expected names with fields'), {}),
  /** What completes a typed query beside titles. */
  suggest: v.optional(suggest, {}),
  /** Repairs texts whose Latin-1 bytes were once read as Mac Roman ("AmÈlie" for "Amélie"). */
  repair: v.optional(v.picklist(['mac-roman'], 'expected mac-roman')),
})
export type CatalogueDefinition = v.InferOutput<typeof catalogueDefinition>

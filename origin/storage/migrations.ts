/**
 * The schema, as steps that are only ever added: `PRAGMA user_version` counts how many a file has taken.
 *
 *   catalogue     one row: the definition that the items were read with
 *   items         what is filtered and sorted by: narrow, because queries walk over many rows
 *   item_wires    the JSON of what clients get, except popularity, which depends on all the others
 *   facet_values  dictionary, with how many items have the value
 *   item_facets   which item has which value
 *   items_fts     made by the catalogue store, because its columns are the definition's search fields
 *   events        the log; `id` is the idempotency key, `at` when it happened, `arrived` when it came here
 *   erasures      tombstones: rows of `visitor` at or before `at` must not exist, nor arrive
 *   artifacts     what was built; the bytes are files named after their content
 *   pointers      which artifact of a kind is served; `held` when an operator chose it
 *   removals      normal forms of completions that operators took out
 *   published_queries  the queries of each suggestion index, as they were counted when it was built; without a rate
 *                 it is a category; `rising` when it was its fast counter that made it popular
 *   rules         one row: the reply with all of an operator's rules
 *   impressions   what searches and recommended lists showed; `items` is a JSON array, from place `first` on
 *   item_trials   per item, decayed: how often it was shown to visitors who can be followed, and how often that got a click
 *   trials_counted  one row: impressions up to that moment are in `item_trials`
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE catalogue (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    definition TEXT NOT NULL,
    demo INTEGER NOT NULL,
    version TEXT NOT NULL,
    items INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE items (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    raw_popularity REAL,
    raw_fallback REAL,
    popularity REAL NOT NULL DEFAULT 0,
    price REAL,
    date TEXT,
    in_stock INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX items_by_popularity ON items (popularity DESC, id);
  CREATE INDEX items_by_price ON items (price);
  CREATE INDEX items_by_date ON items (date);
  CREATE TABLE item_wires (row INTEGER PRIMARY KEY, wire TEXT NOT NULL) STRICT;
  CREATE TABLE facet_values (
    value_row INTEGER PRIMARY KEY,
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    items INTEGER NOT NULL DEFAULT 0,
    UNIQUE (facet, value)
  ) STRICT;
  CREATE TABLE item_facets (
    value_row INTEGER NOT NULL,
    item_row INTEGER NOT NULL,
    PRIMARY KEY (value_row, item_row)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX item_facets_by_item ON item_facets (item_row, value_row);
  CREATE TABLE events (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    visitor TEXT NOT NULL,
    item TEXT,
    query TEXT,
    surface TEXT,
    position INTEGER
  ) STRICT;
  CREATE INDEX events_by_time ON events (at);
  CREATE INDEX events_by_visitor ON events (visitor, at);
  CREATE TABLE erasures (visitor TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE artifacts (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    built_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE pointers (
    kind TEXT PRIMARY KEY,
    name TEXT NOT NULL REFERENCES artifacts (name)
  ) STRICT;
  `,
  `
  ALTER TABLE events ADD COLUMN query_key TEXT;
  ALTER TABLE events ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX searches_by_arrival ON events (arrived) WHERE query_key IS NOT NULL;
  CREATE INDEX searches_by_time ON events (at) WHERE query_key IS NOT NULL;
  CREATE INDEX searches_by_query ON events (query_key, visitor, at) WHERE query_key IS NOT NULL;
  ALTER TABLE pointers ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE removals (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE published_queries (
    artifact TEXT NOT NULL,
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    fast REAL,
    slow REAL,
    at INTEGER,
    rate REAL,
    weight REAL,
    PRIMARY KEY (artifact, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX published_queries_by_rate ON published_queries (artifact, rate, weight);
  `,
  `
  CREATE TABLE rules (only INTEGER PRIMARY KEY CHECK (only = 1), reply TEXT NOT NULL) STRICT;
  `,
  `
  CREATE TABLE impressions (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    visitor TEXT,
    query TEXT NOT NULL,
    filter TEXT NOT NULL,
    model TEXT NOT NULL,
    policy TEXT NOT NULL,
    first INTEGER NOT NULL,
    items TEXT NOT NULL,
    explored_position INTEGER,
    propensity REAL
  ) STRICT;
  CREATE INDEX impressions_by_visitor ON impressions (visitor, at) WHERE visitor IS NOT NULL;
  `,
  `
  ALTER TABLE impressions ADD COLUMN surface TEXT NOT NULL DEFAULT 'search';
  ALTER TABLE impressions ADD COLUMN seed TEXT;
  CREATE INDEX impressions_by_time ON impressions (at);
  CREATE TABLE item_trials (item TEXT PRIMARY KEY, shown REAL NOT NULL, clicks REAL NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE trials_counted (only INTEGER PRIMARY KEY CHECK (only = 1), until INTEGER NOT NULL) STRICT;
  `,
  `
  ALTER TABLE published_queries ADD COLUMN rising INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX published_queries_rising ON published_queries (artifact) WHERE rising = 1;
  `,
  `
  ALTER TABLE events ADD COLUMN impression TEXT;
  ALTER TABLE impressions ADD COLUMN context TEXT;
  `,
]

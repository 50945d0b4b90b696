import { clean } from '../catalog/clean.ts'
import type { CleanItem } from '../catalog/clean.ts'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import type { Row } from '../catalog/field.ts'
import type { BeginOutcome, CatalogueStore, CatalogueWriter } from '../catalog/store.ts'
import type { ReadRow } from './read-row.ts'

export type Rejection = { line: number; reason: string }

export type ImportReport = {
  /** What became of the catalogue that was there: see `BeginOutcome`. */
  catalogue: 'created' | 'extended' | 'rebuilt'
  rows: number
  inserted: number
  updated: number
  unchanged: number
  /** Rows whose item came earlier in the same file; the last one counts. */
  duplicates: number
  rejected: number
  /** Fields whose value was unreadable in an item that was taken without it. */
  dropped: { field: string; rows: number; example: string }[]
  /** Items in the catalogue now. */
  items: number
  version: string
}

export type ImportOutcome =
  | { outcome: 'imported'; report: ImportReport }
  /** Another catalogue is there, and was not touched. */
  | { outcome: 'occupied'; name: string }
  /** No row could be taken, so the catalogue that was there was not touched. */
  | { outcome: 'nothing'; rows: number }

export type ImportOptions = {
  store: CatalogueStore
  definition: CatalogueDefinition
  rows: AsyncIterable<ReadRow>
  demo: boolean
  /** Whether another catalogue may be thrown away. */
  replace: boolean
  /** Every row that could be read, also one that is then rejected. */
  onRow: (row: Row) => void
  onRejected: (rejection: Rejection) => void
  onProgress: (progress: { rows: number; bytes: number }) => void
}

/** Items written in one transaction: long enough to be fast, short enough to let other writers in between. */
const BATCH = 500

/** Loads rows into the catalogue. A bad row is reported and never holds up the others. */
export async function importRows(options: ImportOptions): Promise<ImportOutcome> {
  const { store, definition } = options
  const tally = createTally(options)
  let batch: CleanItem[] = []
  /** With the first good row, and not before: to begin may be to throw away what is there. */
  let begun: Exclude<BeginOutcome, { outcome: 'occupied' }> | undefined
  const flush = async (writer: CatalogueWriter): Promise<void> => {
    tally.written(await writer.write(batch))
    batch = []
  }
  for await (const read of options.rows) {
    const item = tally.take(read)
    if (item === null) continue
    if (begun === undefined) {
      const outcome = await store.begin(definition, options)
      if (outcome.outcome === 'occupied') return outcome
      begun = outcome
    }
    batch.push(item)
    if (batch.length >= BATCH) await flush(begun.writer)
  }
  if (begun === undefined) return { outcome: 'nothing', rows: tally.report().rows }
  await flush(begun.writer)
  const settled = await begun.writer.finish()
  return { outcome: 'imported', report: { catalogue: begun.outcome, ...tally.report(), ...settled } }
}

type Counts = Omit<ImportReport, 'catalogue' | 'items' | 'version'>

function createTally({ definition, onRow, onRejected, onProgress }: ImportOptions) {
  const counts = { rows: 0, inserted: 0, updated: 0, unchanged: 0, duplicates: 0, rejected: 0 }
  const dropped = new Map<string, { rows: number; example: string }>()
  const reject = (line: number, reason: string): null => {
    counts.rejected++
    onRejected({ line, reason })
    return null
  }
  return {
    take: (read: ReadRow): CleanItem | null => {
      counts.rows++
      onProgress({ rows: counts.rows, bytes: read.bytes })
      if (read.outcome === 'unreadable') return reject(read.line, read.reason)
      onRow(read.row)
      const cleaned = clean(read.row, definition)
      if (cleaned.outcome === 'rejected') return reject(read.line, cleaned.reason)
      for (const { field, value } of cleaned.dropped) {
        const known = dropped.get(field)
        if (known === undefined) dropped.set(field, { rows: 1, example: (JSON.stringify(value) ?? '').slice(0, 60) })
        else known.rows++
      }
      return cleaned.item
    },
    written: (written: { inserted: number; updated: number; unchanged: number; duplicates: number }): void => {
      counts.inserted += written.inserted
      counts.updated += written.updated
      counts.unchanged += written.unchanged
      counts.duplicates += written.duplicates
    },
    report: (): Counts => ({ ...counts, dropped: [...dropped].map(([field, seen]) => ({ field, ...seen })) }),
  }
}

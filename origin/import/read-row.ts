import type { Row } from '../catalog/field.ts'

/** One record of a file, readable or not. `line` is where it begins (first = 1); `bytes` is how far the file was read. */
export type ReadRow =
  | { outcome: 'row'; line: number; bytes: number; row: Row }
  | { outcome: 'unreadable'; line: number; bytes: number; reason: string }

/** Longest record: far above any real item, far below what memory holds. */
export const MAX_RECORD_BYTES = 1024 * 1024

/**
 * One small byte record a completion, in completion order: the position of every sixteenth is stored, the ones between
 * are stepped over by their length prefix. When all are empty nothing is stored.
 */
import { packArray, readPacked, type PackedArray } from './packed-array.ts'
import { ByteWriter, varintAfter, varintAt } from './varint.ts'

export type Records = { bytes: Uint8Array; offsets: PackedArray }

const STEP_SHIFT = 4
const STEP_MASK = (1 << STEP_SHIFT) - 1

/** @param records binary strings */
export function buildRecords(records: readonly string[]): Records {
  if (records.every((record) => record === '')) return { bytes: new Uint8Array(), offsets: packArray([]) }
  const out = new ByteWriter()
  const offsets: number[] = []
  records.forEach((record, index) => {
    if ((index & STEP_MASK) === 0) offsets.push(out.length)
    out.varint(record.length)
    out.binary(record, 0)
  })
  return { bytes: out.finish(), offsets: packArray(offsets) }
}

/** Where the record's length prefix stands. */
export function recordAt(records: Records, index: number): number {
  const { bytes } = records
  let at = readPacked(records.offsets, index >>> STEP_SHIFT)
  for (let skip = index & STEP_MASK; skip > 0; skip--) {
    const length = bytes[at]!
    at = length < 0x80 ? at + 1 + length : varintAfter(bytes, at) + varintAt(bytes, at)
  }
  return at
}

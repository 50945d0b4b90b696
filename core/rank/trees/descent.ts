/**
 * A block of rows on its way down a tree, all together: a node parts the rows that stand at it into left and right, as
 * quicksort parts around its pivot, without a branch on the outcome. One row's walk waits at every step for the load of
 * the step before and for a mispredicted branch; parting streams through one column, and a column on which all rows
 * agree (session, hour, device) costs one comparison for the whole list.
 *
 * `rows` holds three areas of BLOCK row numbers: all rows in order, never written, and two between which the rows are
 * parted back and forth. The rows at different nodes lie at different places, so one node's never overwrite another's.
 */
import type { PackedModel } from './codec.ts'
import type { ColumnValues } from './column-values.ts'

/** Row numbers fit a byte, and a block's columns the second-level cache. */
export const BLOCK = 256

/** At most BLOCK rows: what nodes compare, and where leaves are added, `scores[row]` each. */
type Block = { columns: ColumnValues; count: number; scores: Float64Array }
/** Rows that stand together: `rows[from .. from + size)`. */
type Group = { from: number; size: number }

export class Descent {
  private readonly model: PackedModel
  private readonly rows = Uint8Array.from({ length: 3 * BLOCK }, (_, place) => place % BLOCK)
  /** The group at each node of one tree. */
  private readonly from: Uint16Array
  private readonly size: Uint16Array

  constructor(model: PackedModel) {
    this.model = model
    const splits = Array.from(
      { length: model.treeCount },
      (_, tree) => model.splitStart[tree + 1]! - model.splitStart[tree]!,
    )
    const most = splits.reduce((max, each) => Math.max(max, each), 1)
    this.from = new Uint16Array(most)
    this.size = new Uint16Array(most)
  }

  addTree(tree: number, block: Block): void {
    const { splitStart, leafStart, nodeColumn, nodeThreshold, children } = this.model
    const { columns, count } = block
    const first = splitStart[tree]!
    const splits = splitStart[tree + 1]! - first
    const leaf = leafStart[tree]!
    if (splits === 0) return this.land(block, { from: 0, size: count }, leaf)
    this.size.fill(0, 0, splits)
    this.from[0] = 0
    this.size[0] = count
    // A child's number is above its parent's: in ascending order a node's rows have arrived before its turn.
    for (let node = 0; node < splits; node += 1) {
      const size = this.size[node]!
      if (size === 0) continue
      const at = first + node
      const column = nodeColumn[at]!
      const threshold = nodeThreshold[at]!
      let from = this.from[node]!
      let left = 0
      if (columns.high[column]! <= threshold) left = size
      else if (columns.low[column]! <= threshold) {
        left = this.part(columns.values, { from, size }, { start: column * count, threshold })
        from = parted(from)
      }
      this.pass(block, { from, size: left }, { child: children[2 * at]!, leaf })
      this.pass(block, { from: from + left, size: size - left }, { child: children[2 * at + 1]!, leaf })
    }
  }

  /** Writes the group to the other area, those that go left in front. @returns how many do. */
  private part(values: Float64Array, { from, size }: Group, column: { start: number; threshold: number }): number {
    const { rows } = this
    const { start, threshold } = column
    const to = parted(from)
    let left = to
    let right = to + size - 1
    for (let at = from; at < from + size; at += 1) {
      const row = rows[at]!
      // Written to both ends, and the end that it does not belong to is overwritten by the next.
      rows[left] = row
      rows[right] = row
      // A conditional would compile to a branch, which half of the rows mispredict: the whole takes 1.7 times as long.
      const goesLeft = Number(values[start + row]! <= threshold)
      left += goesLeft
      right += goesLeft - 1
    }
    return left - to
  }

  private pass(block: Block, group: Group, { child, leaf }: { child: number; leaf: number }): void {
    if (group.size === 0) return
    if (child < 0) return this.land(block, group, leaf + ~child)
    this.from[child] = group.from
    this.size[child] = group.size
  }

  private land({ scores }: Block, { from, size }: Group, leaf: number): void {
    const value = this.model.leafValue[leaf]!
    for (let at = from; at < from + size; at += 1) scores[this.rows[at]!]! += value
  }
}

/** The same place in the area that a group at `from` is parted into. */
const parted = (from: number) => (from < 2 * BLOCK ? from + BLOCK : from - BLOCK)

/**
 * The oracle: an independent evaluator that walks LightGBM's text form recursively, tree by tree, with no packing and
 * no shared code. It follows tree.h (NumericalDecision, CategoricalDecision) line by line.
 */
type Lists = (key: string, at: number) => string

export function naiveScore(text: string, row: number[]): number {
  const blocks = text
    .slice(0, text.indexOf('end of trees'))
    .split(/^Tree=\d+$/m)
    .slice(1)
  return blocks.map((block) => scoreTree(block, row)).reduce((sum, score) => sum + score, 0)
}

function scoreTree(block: string, row: number[]): number {
  const values = new Map<string, string[]>()
  for (const line of block.trim().split('\n')) {
    const [key = '', value = ''] = line.split('=')
    values.set(key, value.split(' '))
  }
  const lists: Lists = (key, at) => values.get(key)?.[at] ?? `no ${key}[${at}]`
  return walk(lists, { node: lists('num_leaves', 0) === '1' ? -1 : 0, row })
}

function walk(lists: Lists, at: { node: number; row: number[] }): number {
  if (at.node < 0) return Number(lists('leaf_value', -at.node - 1))
  const side = goesLeft(lists, at) ? 'left_child' : 'right_child'
  return walk(lists, { node: Number(lists(side, at.node)), row: at.row })
}

function goesLeft(lists: Lists, { node, row }: { node: number; row: number[] }): boolean {
  const bits = Number(lists('decision_type', node)).toString(2).padStart(4, '0')
  const missing = new Map([
    ['00', 'none'],
    ['01', 'zero'],
    ['10', 'nan'],
  ]).get(bits.slice(0, 2))
  const value = row[Number(lists('split_feature', node))] ?? Number.NaN
  if (bits[3] === '1') return inCategories(lists, { set: Number(lists('threshold', node)), value })
  const number = Number.isNaN(value) && missing !== 'nan' ? 0 : value
  const zero = missing === 'zero' && Math.abs(number) <= Math.fround(1e-35)
  if (zero || (missing === 'nan' && Number.isNaN(number))) return bits[2] === '1'
  return number <= Number(lists('threshold', node).replace('inf', 'Infinity'))
}

function inCategories(lists: Lists, { set, value }: { set: number; value: number }): boolean {
  const categories = new Set<number>()
  const from = Number(lists('cat_boundaries', set))
  for (let word = from; word < Number(lists('cat_boundaries', set + 1)); word += 1) {
    for (let bit = 0; bit < 32; bit += 1) {
      if (Math.floor(Number(lists('cat_threshold', word)) / 2 ** bit) % 2 === 1)
        categories.add((word - from) * 32 + bit)
    }
  }
  return value > -1 && categories.has(value < 0 ? 0 : Math.floor(value))
}

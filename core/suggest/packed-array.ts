/** Unsigned integers of one fixed width (0 to 32 bits), packed end to end: random access in two word reads. */
export type PackedArray = { words: Uint32Array; width: number; length: number }

export function packArray(values: ArrayLike<number>): PackedArray {
  let max = 0
  for (let index = 0; index < values.length; index++) max = Math.max(max, values[index]!)
  const width = max === 0 ? 0 : 32 - Math.clz32(max)
  const words = new Uint32Array(packedWords(values.length, width))
  for (let index = 0; index < values.length; index++) {
    const bit = index * width
    const shift = bit & 31
    words[bit >>> 5]! |= values[index]! << shift
    if (shift + width > 32) words[(bit >>> 5) + 1]! |= values[index]! >>> (32 - shift)
  }
  return { words, width, length: values.length }
}

/** One word more than the bits need, so that a read may always touch the next word. */
export const packedWords = (length: number, width: number): number => Math.ceil((length * width) / 32) + 1

export function readPacked(array: PackedArray, index: number): number {
  const { words, width } = array
  const bit = index * width
  const word = bit >>> 5
  const shift = bit & 31
  let value = words[word]! >>> shift
  if (shift + width > 32) value |= words[word + 1]! << (32 - shift)
  return width === 32 ? value >>> 0 : value & ((1 << width) - 1)
}

/** The first place of an ascending range whose value is not below `value`. */
export function lowerBoundOf(array: PackedArray, range: { from: number; to: number }, value: number): number {
  let low = range.from
  let high = range.to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (readPacked(array, middle) < value) low = middle + 1
    else high = middle
  }
  return low
}

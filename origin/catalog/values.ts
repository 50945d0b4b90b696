/**
 * Cleaning rules for single values. Each answers null for a value that is missing or means nothing.
 *
 *   text     numbers and booleans become text; control characters become spaces; runs of spaces become one; NFC;
 *            lone surrogates become U+FFFD; empty is missing
 *   number   texts may carry a currency sign and thousands commas: "$1,299.00"
 *   stock    true/false, yes/no, "in stock"/"out of stock", or a count of pieces
 */
export type TextRepair = (text: string) => string

export function cleanText(value: unknown, repair: TextRepair): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null
  const text = repair(String(value))
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .normalize('NFC')
  return text === '' ? null : text
}

/** A list, or one text that `separator` cuts, as distinct texts in the order of the data. */
export function cleanList(value: unknown, options: { separator: string | undefined; repair: TextRepair }): string[] {
  const { separator, repair } = options
  const parts = Array.isArray(value)
    ? value
    : typeof value === 'string' && separator !== undefined
      ? value.split(separator)
      : [value]
  const texts = parts.map((part) => cleanText(part, repair)).filter((text) => text !== null)
  return [...new Set(texts)]
}

const NUMBER = /^-?\d{1,15}(\.\d+)?$/

export function cleanNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string') return null
  const digits = value.replace(/[\p{Sc}\s]|(?<=\d),(?=\d{3}(?!\d))/gu, '')
  return NUMBER.test(digits) ? Number(digits) : null
}

const IN_STOCK = new Set(['true', 'yes', 'y', 'in stock', 'in_stock', 'available'])
const OUT_OF_STOCK = new Set(['false', 'no', 'n', 'out of stock', 'out_of_stock', 'sold out', 'unavailable'])

export function cleanStock(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  const pieces = cleanNumber(value)
  if (pieces !== null) return pieces > 0
  if (typeof value !== 'string') return null
  const word = value.trim().toLowerCase()
  if (IN_STOCK.has(word)) return true
  return OUT_OF_STOCK.has(word) ? false : null
}

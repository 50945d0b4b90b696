import { createHash } from 'node:crypto'
import { normalise } from '#core/text/normalise'

/** Leaves room for a suffix below the 256 characters that an id may have. */
const MAX_SLUG_LENGTH = 120

/** A readable id of letters and digits of any script: `Amélie`, `2001` give `amelie-2001`. Empty for a text of signs only. */
export function slug(parts: readonly string[]): string {
  const words = normalise(parts.join(' ')).replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
  return Array.from(words)
    .slice(0, MAX_SLUG_LENGTH)
    .join('')
    .replace(/^-+|-+$/g, '')
}

/** Hexadecimal digits that depend on all of `key`; tells two items apart whose slugs are the same. */
export const shortHash = (key: string, digits: number): string =>
  createHash('sha256').update(key).digest('hex').slice(0, digits)

// @ts-check
import { kind } from './facts.js'

/**
 * A colour that belongs to a word: the same genre has the same hue on every page and in every session.
 */

/** Where the hash starts. Any number would do; this one puts the demo's eight commonest genres at least 24 degrees apart. */
const SEED = 10_551

/** Hues in use, in degrees: the reds around 35 are left out, because they are the page's accent. */
const FIRST = 65
const SPAN = 300

/** @param {string} word @returns {number} degrees, for oklch() */
export function hueOf(word) {
  return FIRST + (hash(word) % SPAN)
}

/** FNV-1a over UTF-16 units, then MurmurHash3's finaliser, for low bits that differ. @param {string} word */
export function hash(word) {
  let h = SEED
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 12)) >>> 0
}

/** @param {HTMLElement} node @param {import('#core/contract/catalogue').CatalogueItem} item */
export function tint(node, item) {
  const word = kind(item).value
  node.style.setProperty('--hue', String(hueOf(word)))
  // Items without a kind stay grey.
  node.style.setProperty('--chroma', word === '' ? '0' : '1')
}

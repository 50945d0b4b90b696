/**
 * A million distinct phrases that look like a large catalogue's: 60,000 made-up words by falling use, one to four a phrase.
 * Three in four are items, each with its id and two categories; the others are queries.
 */
import type { Completion } from '#core/suggest/completion'
import { query } from './opened.ts'

const COUNT = 1_000_000
const WORDS = 60_000
const BRANDS = 2_000
const KINDS = 150
const SYLLABLES =
  'an ber cor da el fin go har is jo ka lin mo na or pe qui ro sa ten um va win xi yo zen str ch th ing er ton ly ra'.split(
    ' ',
  )

export function millionCompletions(): Completion[] {
  const random = xorshift(0x9e3779b9)
  const words = Array.from({ length: WORDS }, () =>
    Array.from({ length: 2 + (random() % 3) }, () => SYLLABLES[random() % SYLLABLES.length]).join(''),
  )
  // A product of two uniform numbers: common words are far more common than rare ones.
  const word = (): string => words[Math.floor(((random() % WORDS) * (random() % WORDS)) / WORDS)] ?? ''
  const texts = new Set<string>()
  while (texts.size < COUNT) texts.add(Array.from({ length: 1 + (random() % 4) }, word).join(' '))
  return Array.from(texts, (text, at) => {
    const weight = Math.floor(COUNT / (at + 1))
    if (at % 4 === 0) return query(text, weight)
    const scopes = [`brand:${random() % BRANDS}`, `kind:${random() % KINDS}`]
    return { text, weight, kind: 'item', ref: `sku-${100_000 + at}`, scopes }
  })
}

function xorshift(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

/**
 * A 32-bit checksum over whole words, in four lanes so that the multiplications overlap: about two gigabytes a second, which
 * lets every open check every byte. Each lane is FNV-1a's step on words; it detects damage, not malice.
 */
export function checksum(words: Uint32Array): number {
  let a = 0x811c9dc5
  let b = 0x9dc5811c
  let c = 0x01000193
  let d = 0x93010001
  const whole = words.length & ~3
  for (let at = 0; at < whole; at += 4) {
    a = Math.imul(a ^ words[at]!, PRIME)
    b = Math.imul(b ^ words[at + 1]!, PRIME)
    c = Math.imul(c ^ words[at + 2]!, PRIME)
    d = Math.imul(d ^ words[at + 3]!, PRIME)
  }
  for (let at = whole; at < words.length; at++) a = Math.imul(a ^ words[at]!, PRIME)
  const lanes = mix(mix(mix(mix(words.length, a), b), c), d)
  return (lanes ^ (lanes >>> 15)) >>> 0
}

/** xxHash's first 32-bit prime. Multiplying by an odd number loses nothing, so damage to a single word always shows. */
const PRIME = 0x9e3779b1

const mix = (state: number, lane: number): number => Math.imul(((state << 13) | (state >>> 19)) ^ lane, PRIME)

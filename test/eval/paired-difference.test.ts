import { describe, expect, it } from 'vitest'
import { PairedDifference } from '../../eval/suggest/paired-difference.ts'

describe('PairedDifference', () => {
  it('gives the mean over questions and an error over batches', () => {
    const gain = new PairedDifference()
    for (const [batch, difference] of [
      [1, 0.5],
      [1, 0.5],
      [2, -0.5],
      [2, 0.5],
    ] as const)
      gain.add('3', batch, difference)
    // Sums 1 and 0 around the expected 0.5 of two questions: √(0.5² + 0.5²) / 4.
    expect(gain.result()).toEqual({ '3': { mean: 0.25, error: Math.sqrt(0.5) / 4 } })
  })
})

import { describe, expect, it } from 'vitest'
import { shareOfBest } from '../../../bench/suggest/best-by-weight.ts'
import { query } from '../../core/suggest/opened.ts'

// Twelve that begin with "no", of weights 20, 19, … 10 and another 11, which ties with the tenth.
const set = [...Array.from({ length: 11 }, (_, at) => query(`no${at}`, 20 - at)), query('nob', 11), query('alone', 99)]

describe('shareOfBest', () => {
  const share = shareOfBest(set)
  const nine = Array.from({ length: 9 }, (_, at) => `NO${at}`)

  it('counts the heaviest that begin so, any of those that tie for the last place', () => {
    expect(share('No', [...nine, 'no9'])).toBe(1)
    expect(share('no', [...nine, 'nob'])).toBe(1)
  })

  it('counts no lighter one, no repetition, no other text and nothing after the tenth', () => {
    expect(share('no', [...nine, 'no10'])).toBe(0.9)
    expect(share('no', ['no0', 'no0', 'alone', 'nothing'])).toBe(0.1)
    expect(share('no', [...Array.from({ length: 10 }, () => 'alone'), 'no0'])).toBe(0)
    expect(share('zz', [])).toBeUndefined()
  })
})

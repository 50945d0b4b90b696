/**
 * One visitor's clicks and expected clicks per term (facet value), fading with a half-life, bounded.
 *
 * A term's lift is clicks over expected clicks. What is expected of shown lists is scaled to this visitor's own number
 * of clicks, so that an eager visitor does not seem to like everything; touches outside any list are expected to spread
 * over terms as everyone's touches do.
 */
const MAX_TERMS = 1_500
/** Expected clicks that "no preference" is worth. */
const WEIGHT = 1

export class Taste {
  private readonly clicks = new Map<number, number>()
  private readonly expected = new Map<number, number>()
  private readonly total = { listed: 0, expected: 0, loose: 0 }
  private at = 0
  private readonly halfLifeMs: number

  constructor(halfLifeMs: number) {
    this.halfLifeMs = halfLifeMs
  }

  /** Brings every count down to `now`; a clock that runs backwards fades nothing. */
  fade(now: number): void {
    const factor = this.at === 0 ? 1 : 2 ** (-Math.max(0, now - this.at) / this.halfLifeMs)
    // Small steps are saved up: fading costs a pass over every term.
    if (factor > 0.98 && this.at !== 0) return
    this.at = Math.max(this.at, now)
    this.total.listed *= factor
    this.total.expected *= factor
    this.total.loose *= factor
    for (const counts of [this.clicks, this.expected]) {
      for (const [term, count] of counts) {
        if (count * factor < 0.001) counts.delete(term)
        else counts.set(term, count * factor)
      }
    }
  }

  /** A shown item of these terms was expected to get `amount` clicks. */
  expect(terms: Int32Array, amount: number): void {
    this.total.expected += amount
    for (const term of terms) bump(this.expected, term, amount)
  }

  click(terms: Int32Array, from: 'list' | 'elsewhere'): void {
    if (from === 'list') this.total.listed += 1
    else this.total.loose += 1
    for (const term of terms) bump(this.clicks, term, 1)
  }

  /** Writes the log lift of every known term into `out[term]`; `share` is a term's share of everyone's touches. */
  write(out: Float64Array, share: (term: number) => number): void {
    const { listed, expected, loose } = this.total
    const eagerness = (listed + WEIGHT) / (expected + WEIGHT)
    const lift = (term: number) => {
      const due = eagerness * (this.expected.get(term) ?? 0) + (loose === 0 ? 0 : loose * share(term))
      return Math.log(((this.clicks.get(term) ?? 0) + WEIGHT) / (due + WEIGHT))
    }
    for (const term of this.expected.keys()) out[term] = lift(term)
    for (const term of this.clicks.keys()) out[term] = lift(term)
  }

  /** Undoes `write`, so that the scratch is all zeros again. */
  wipe(out: Float64Array): void {
    for (const term of this.expected.keys()) out[term] = 0
    for (const term of this.clicks.keys()) out[term] = 0
  }
}

function bump(counts: Map<number, number>, term: number, amount: number): void {
  const known = counts.get(term)
  // A Map keeps insertion order, so a full one forgets the term that was met first.
  if (known === undefined && counts.size >= MAX_TERMS) counts.delete(counts.keys().next().value ?? -1)
  counts.set(term, (known ?? 0) + amount)
}

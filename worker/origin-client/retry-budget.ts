/**
 * Second tries as a share of first ones (after Finagle's RetryBudget): each request earns a fraction of a try, each try
 * costs one. When an origin fails altogether, retrying adds a fifth to its load and not as much again.
 */
export type RetryBudget = { earn(): void; spend(): boolean }

const EARNED_PER_REQUEST = 0.2
/** What a quiet isolate starts with, and the most that it can save up. */
const START = 3
const MOST = 10

export function createRetryBudget(): RetryBudget {
  let balance = START
  return {
    earn() {
      balance = Math.min(MOST, balance + EARNED_PER_REQUEST)
    },
    spend() {
      if (balance < 1) return false
      balance -= 1
      return true
    },
  }
}

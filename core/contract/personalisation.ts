/** Whether an answer is personal, and if not, why. Never a silent null. */
export type SkippedReason = 'new-visitor' | 'opted-out' | 'timeout' | 'failed' | 'sorted'

export type Personalisation<Features> =
  | { outcome: 'applied'; features: Features }
  | { outcome: 'skipped'; reason: SkippedReason }

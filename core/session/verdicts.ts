/** What a visitor's object answers to its callers. */
import type { SessionFeatures } from '#core/session/features'

/** `duplicates`: known already by their id, counted once. */
export type RecordVerdict = { outcome: 'recorded'; accepted: number; duplicates: number } | { outcome: 'opted-out' }

export type FeaturesVerdict = { outcome: 'features'; features: SessionFeatures } | { outcome: 'opted-out' }

/** `expiresAt`: epoch milliseconds, null when nothing is held. */
export type Summary = { consent: boolean; features: SessionFeatures; expiresAt: number | null }

/** What a visitor's object answers to its callers. */
import type { EncodedState } from '#core/session/codec'
import type { SessionFeatures } from '#core/session/features'
import type { SessionState } from '#core/session/state'

/** `duplicates`: known already by their id, counted once. */
export type RecordVerdict = { outcome: 'recorded'; accepted: number; duplicates: number } | { outcome: 'opted-out' }

/**
 * Crosses from the object to the Worker on every search, as the JSON text of this type: cloning the objects one by
 * one costs more than all of the ranking.
 */
export type FeaturesVerdict =
  | { outcome: 'features'; features: SessionFeatures }
  | { outcome: 'whole'; state: EncodedState }
  | { outcome: 'opted-out' }

/** `whole`: everything, which only a learned ranking can use. */
export type Wanted = 'features' | 'whole'

/** `expiresAt`: epoch milliseconds, null when nothing is held. */
export type Summary = { consent: boolean; state: SessionState; expiresAt: number | null }

export type FeaturesJson = string & { readonly __json: FeaturesVerdict }

export const encodeFeatures = (verdict: FeaturesVerdict): FeaturesJson => JSON.stringify(verdict) as FeaturesJson

/** Only what encodeFeatures made, by its type: both ends are this deployment. */
export const decodeFeatures = (json: FeaturesJson): FeaturesVerdict => JSON.parse(json)

/** What a visitor's object answers to its callers. */
import type { SessionFeatures } from '#core/session/features'

/** `duplicates`: known already by their id, counted once. */
export type RecordVerdict = { outcome: 'recorded'; accepted: number; duplicates: number } | { outcome: 'opted-out' }

/**
 * Crosses from the object to the Worker on every search, as the JSON text of this type: cloning the objects one by
 * one costs more than all of the ranking.
 */
export type FeaturesVerdict = { outcome: 'features'; features: SessionFeatures } | { outcome: 'opted-out' }

/** `expiresAt`: epoch milliseconds, null when nothing is held. */
export type Summary = { consent: boolean; features: SessionFeatures; expiresAt: number | null }

export type FeaturesJson = string & { readonly __json: FeaturesVerdict }

export const encodeFeatures = (verdict: FeaturesVerdict): FeaturesJson => JSON.stringify(verdict) as FeaturesJson

/** Only what encodeFeatures made, by its type: both ends are this deployment. */
export const decodeFeatures = (json: FeaturesJson): FeaturesVerdict => JSON.parse(json)

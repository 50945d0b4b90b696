import type { AppliedFeatures } from '#core/contract/replies'
import type { SessionFeatures } from '#core/session/features'

/** How many interests an answer names. */
const NAMED = 5

/** What an answer says about the features that it used. */
export function appliedFeatures(features: SessionFeatures): AppliedFeatures {
  const affinities = features.affinities.slice(0, NAMED).map(({ facet, value, share }) => ({ facet, value, share }))
  return { events: features.events, affinities }
}

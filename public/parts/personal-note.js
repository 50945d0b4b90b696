// @ts-check
import { element } from './element.js'
import { isKind } from './facts.js'

/**
 * One line over "for you": what was applied and what it moved, or why nothing was.
 *
 * @typedef {import('#core/contract/replies').SearchReply} SearchReply
 * @typedef {import('#core/contract/personalisation').SkippedReason} SkippedReason
 */

/** @type {Record<SkippedReason, string>} */
const SKIPPED = {
  'new-visitor': 'Nobody knows you yet. Open a title and watch it move.',
  'opted-out': 'Personalisation is off: everyone’s order.',
  timeout: 'Your profile was too slow this time: everyone’s order.',
  failed: 'Your profile could not be read: everyone’s order.',
  sorted: 'Sorted as you asked: everyone’s order.',
}

/** @param {SearchReply} reply @returns {(Node | string)[]} */
export function personalNote({ personalisation, results }) {
  if (personalisation.outcome === 'skipped') return [SKIPPED[personalisation.reason]]
  const up = results.filter((item) => item.position < item.sharedPosition).length
  const down = results.filter((item) => item.position > item.sharedPosition).length
  const { affinities } = personalisation.features
  const lead = affinities.find(({ facet }) => isKind(facet)) ?? affinities[0]
  const because = lead === undefined ? '' : `, because ${percent(lead.share)} of what you opened is ${lead.value}`
  if (up + down === 0) return ['Nothing here is closer to you than the rest. Open a title and watch.']
  return [element('b', {}, [`${up} up, ${down} down`]), because, '.']
}

/** @param {number} share 0 to 1 */
export const percent = (share) => `${Math.round(share * 100)} %`

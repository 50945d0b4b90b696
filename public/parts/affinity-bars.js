// @ts-check
import { element } from './element.js'
import { isKind } from './facts.js'
import { hueOf } from './hue.js'
import { percent } from './personal-note.js'

/**
 * A visitor's interests as bars, grouped by facet, strongest first; the facet that gives items their colour leads.
 *
 * @typedef {import('#core/contract/replies').MeReply['affinities'][number]} Affinity
 */

/** Bars a facet; the long tail of directors opened once says nothing. */
const MOST_BARS = 3

/** @param {Affinity[]} affinities @returns {Node[]} */
export function affinityBars(affinities) {
  /** @type {Map<string, Affinity[]>} */
  const byFacet = new Map()
  for (const affinity of affinities) byFacet.set(affinity.facet, [...(byFacet.get(affinity.facet) ?? []), affinity])
  const kindFirst = [...byFacet].sort(([a], [b]) => Number(isKind(b)) - Number(isKind(a)))
  return kindFirst.flatMap(([facet, values]) => [
    element('h3', {}, [facet]),
    element('ul', { class: 'affinities' }, values.slice(0, MOST_BARS).map(barOf)),
  ])
}

/** @param {Affinity} affinity */
function barOf({ value, share, weight }) {
  const bar = element('span', { class: 'affinity-bar' })
  bar.style.setProperty('--share', String(share))
  bar.style.setProperty('--hue', String(hueOf(value)))
  return element('li', { title: `weight ${weight.toFixed(2)}` }, [
    element('span', { class: 'affinity-name', dir: 'auto' }, [value]),
    bar,
    element('b', {}, [percent(share)]),
  ])
}

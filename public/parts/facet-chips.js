// @ts-check
import { element } from './element.js'

/**
 * Filters as chips: one value a facet, pressed when it is on.
 *
 * @typedef {import('#core/contract/retrieval').FacetCounts} FacetCounts
 */

/** Values a facet: more would not fit a row. */
const MOST_VALUES = 7

/**
 * @param {HTMLElement} container
 * @param {(facet: string, value: string) => void} onToggle
 */
export function createFacetChips(container, onToggle) {
  container.addEventListener('click', (event) => {
    const chip = event.target instanceof Element ? event.target.closest('button') : null
    if (chip?.dataset.facet !== undefined) onToggle(chip.dataset.facet, chip.dataset.value ?? '')
  })

  /** @param {FacetCounts[]} facets @param {ReadonlyMap<string, string>} active facet name to the value that is on */
  function render(facets, active) {
    const focused = container.contains(document.activeElement) ? document.activeElement : null
    const key = focused instanceof HTMLElement ? focused.dataset.value : undefined
    container.replaceChildren(...orphans(facets, active), ...facets.map((facet) => group(facet, active)))
    const again = [...container.querySelectorAll('button')].find((chip) => chip.dataset.value === key)
    if (key !== undefined) again?.focus({ preventScroll: true })
  }

  return { render }
}

/** @param {FacetCounts} facet @param {ReadonlyMap<string, string>} active */
function group({ name, label, values }, active) {
  const on = active.get(name)
  const listed = values.slice(0, MOST_VALUES)
  const chosen = values.find(({ value }) => value === on)
  if (chosen !== undefined && !listed.includes(chosen)) listed.unshift(chosen)
  return element('div', { class: 'facet', role: 'group', 'aria-label': label }, [
    element('span', { class: 'facet-label', 'aria-hidden': 'true' }, [label]),
    ...listed.map(({ value, count }) => chip({ name, value, on: value === on, count })),
  ])
}

/** Filters that are on but have no chip among the shown facets (a picked director): still visible, still removable. */
/** @param {FacetCounts[]} facets @param {ReadonlyMap<string, string>} active */
function orphans(facets, active) {
  const listed = new Map(facets.map(({ name, values }) => [name, values]))
  return [...active]
    .filter(([name, on]) => !listed.get(name)?.some(({ value }) => value === on))
    .map(([name, value]) => element('div', { class: 'facet' }, [chip({ name, value, on: true, count: 0 })]))
}

/** @param {{ name: string, value: string, on: boolean, count: number }} of */
function chip({ name, value, on, count }) {
  return element(
    'button',
    { type: 'button', class: 'facet-chip', 'aria-pressed': String(on), 'data-facet': name, 'data-value': value },
    [
      value,
      ...(on
        ? [element('span', { 'aria-hidden': 'true' }, ['✕'])]
        : [element('span', { class: 'facet-count' }, [String(count)])]),
    ],
  )
}

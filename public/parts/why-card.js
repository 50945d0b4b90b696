// @ts-check
import { element } from './element.js'
import { signed } from './card.js'

/**
 * All the contributions to one result's score, next to the reason that was pressed.
 *
 * @typedef {import('#core/contract/replies').RankedItem} RankedItem
 */

/** Gap to the anchor and to the window's edge, in pixels. */
const GAP = 8

/** @param {HTMLElement} popover with the `popover` attribute @param {RankedItem} item @param {HTMLElement} anchor */
export function showWhy(popover, item, anchor) {
  const parts = item.explain ?? []
  const widest = Math.max(...parts.map(({ value }) => Math.abs(value)), Number.EPSILON)
  const rows = parts.map(({ stage, value, why }) => {
    const bar = element('span', { class: 'why-bar', 'data-stage': stage })
    bar.style.setProperty('--share', String(Math.abs(value) / widest))
    return element('li', {}, [element('b', {}, [signed(value)]), element('span', {}, [why]), bar])
  })
  popover.replaceChildren(
    element('p', { class: 'why-title' }, [`${item.title} is number ${item.position + 1} for you`]),
    element('p', { class: 'why-from' }, [
      item.position === item.sharedPosition
        ? 'The same place as for everyone.'
        : `Number ${item.sharedPosition + 1} for everyone.`,
    ]),
    element('ul', {}, rows),
    element('p', { class: 'why-sum' }, [`Score ${item.score.toFixed(3)}`]),
  )
  popover.showPopover()
  place(popover, anchor)
}

/** Under the anchor, or over it when there is no room; never past the window's edges. @param {HTMLElement} popover @param {HTMLElement} anchor */
function place(popover, anchor) {
  const at = anchor.getBoundingClientRect()
  const { width, height } = popover.getBoundingClientRect()
  const below = at.bottom + GAP
  const top = below + height + GAP < innerHeight ? below : Math.max(GAP, at.top - height - GAP)
  popover.style.setProperty('top', `${top}px`)
  popover.style.setProperty('left', `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`)
}

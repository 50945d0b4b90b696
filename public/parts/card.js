// @ts-check
import { element } from './element.js'
import { tint } from './hue.js'
import { byline, kind, rating } from './facts.js'

/**
 * One result in a column. The whole card opens the item: the title is a button whose hit area is stretched over it.
 *
 * @typedef {import('#core/contract/replies').RankedItem} RankedItem
 * @typedef {import('#core/contract/replies').Contribution} Contribution
 */

/**
 * Builds the parts of a card that never change while the item stays listed; `placeCard` fills in the rest.
 *
 * @param {RankedItem} item
 * @returns {HTMLLIElement}
 */
export function createCard(item) {
  const chip = kind(item).value
  const stars = rating(item)
  const card = element('li', { class: 'card', 'data-id': item.id }, [
    element('div', { class: 'card-rank' }),
    element('h3', { class: 'card-title', dir: 'auto' }, [
      element('button', { class: 'card-open', type: 'button', title: item.title }, [item.title]),
    ]),
    element('p', { class: 'chip' }, [chip]),
    element('p', { class: 'card-meta' }, [byline(item)]),
    element('p', { class: 'rating' }, stars === null ? [] : ratingOf(stars)),
    element('p', { class: 'card-why' }),
  ])
  tint(card, item)
  return card
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** @param {number} count @returns {string} `465K` */
const compact = (count) => short.format(count)

/** @param {{ value: number, votes: number }} stars */
function ratingOf({ value, votes }) {
  const count =
    votes > 0
      ? element('span', { class: 'votes' }, [` ${compact(votes)}`, element('span', { class: 'unseen' }, [' votes'])])
      : ''
  return [element('span', { class: 'unseen' }, ['Rated ']), element('b', {}, [value.toFixed(1)]), count]
}

/**
 * Fills in what depends on this answer: the rank, how far it moved, and why.
 *
 * @param {HTMLLIElement} card
 * @param {RankedItem} item
 * @param {{ personal: boolean, opened: boolean }} view
 */
export function placeCard(card, item, { personal, opened }) {
  const moved = personal ? item.sharedPosition - item.position : 0
  part(card, '.card-rank').replaceChildren(
    element('span', { class: 'rank' }, [String(item.position + 1)]),
    ...moveBadge(item, moved),
  )
  card.dataset.moved = moved > 0 ? 'up' : moved < 0 ? 'down' : 'no'
  card.toggleAttribute('data-opened', opened)
  part(card, '.card-why').replaceChildren(...(personal ? whyLine(item.explain ?? []) : strangerLine(opened)))
}

/** @param {RankedItem} item @param {number} moved places up (positive) or down */
function moveBadge(item, moved) {
  if (moved === 0) return []
  const words = `${moved > 0 ? 'up' : 'down'} ${Math.abs(moved)}, from position ${item.sharedPosition + 1}`
  return [
    element('span', { class: 'move' }, [
      element('span', { 'aria-hidden': 'true', title: words }, [`${moved > 0 ? '▲' : '▼'}${Math.abs(moved)}`]),
      element('span', { class: 'unseen' }, [words]),
    ]),
  ]
}

/** @param {Contribution[]} explain the reason that moved it most, and a button for all of them */
function whyLine(explain) {
  const personal = explain
    .filter(({ stage, why }) => stage === 'affinity' || (stage === 'model' && why.startsWith('you ')))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const lead = personal[0] ?? explain.findLast(({ value }) => value === 0) ?? explain[0]
  if (lead === undefined) return []
  return [
    element(
      'button',
      { class: 'why', type: 'button', 'aria-haspopup': 'dialog', 'data-personal': personal.length > 0 },
      [element('span', { class: 'why-value' }, [signed(lead.value)]), ` ${lead.why}`],
    ),
  ]
}

/** @param {boolean} opened */
function strangerLine(opened) {
  return [opened ? 'You opened it. Here it stays.' : '']
}

/** @param {number} value @returns {string} `+0.21`, or nothing for a stage that only moved the item */
export function signed(value) {
  if (value === 0) return ''
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
}

/** @param {HTMLElement} card @param {string} selector */
function part(card, selector) {
  const node = card.querySelector(selector)
  if (node === null) throw new Error(`a card has no ${selector}`)
  return node
}

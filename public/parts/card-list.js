// @ts-check
import { createCard, placeCard } from './card.js'
import { animateMoves, placesOf } from './flip.js'

/**
 * An ordered list of result cards that keeps the card of an item that stays listed, so that it can glide to its new
 * place and the keyboard focus stays where it was.
 *
 * @typedef {import('#core/contract/replies').RankedItem} RankedItem
 */

/**
 * @param {HTMLOListElement} list
 * @param {{ personal: boolean }} options
 */
export function createCardList(list, { personal }) {
  /** @type {RankedItem[]} */
  let shown = []

  /** @param {RankedItem[]} items @param {ReadonlySet<string>} opened ids that the visitor opened on this page */
  function render(items, opened) {
    shown = items
    const kept = new Map(cards().map((card) => [card.dataset.id, card]))
    const before = placesOf(kept.values())
    const focused = document.activeElement
    const next = items.map((item) => {
      const card = kept.get(item.id) ?? createCard(item)
      placeCard(card, item, { personal, opened: opened.has(item.id) })
      return card
    })
    list.replaceChildren(...next)
    if (focused instanceof HTMLElement && list.contains(focused)) focused.focus({ preventScroll: true })
    animateMoves(before, next)
    list.removeAttribute('data-skeleton')
  }

  /** Grey cards of the same height, so that nothing jumps when the answer comes. @param {number} count */
  function skeleton(count) {
    shown = []
    list.dataset.skeleton = ''
    list.replaceChildren(
      ...Array.from({ length: count }, () => {
        const card = document.createElement('li')
        card.className = 'card'
        return card
      }),
    )
  }

  /** @returns {HTMLLIElement[]} */
  const cards = () => [...list.querySelectorAll('li')].filter((card) => card.dataset.id !== undefined)

  /** @param {Element} inside @returns {RankedItem | undefined} the item of the card around an element */
  function itemAt(inside) {
    const card = inside.closest('.card')
    return card instanceof HTMLElement ? shown.find(({ id }) => id === card.dataset.id) : undefined
  }

  return { render, skeleton, cards, itemAt, items: () => shown }
}

// @ts-check
import { element } from './element.js'
import { hash, tint } from './hue.js'
import { byline, kind, rating } from './facts.js'

/**
 * A row of typographic posters: no images in the data, so the title is the picture.
 *
 * @typedef {import('#core/contract/replies').RankedItem} RankedItem
 */

/** The larger sizes, and the most characters that they have room for: in all, and in the longest word. */
const SIZES = /** @type {const} */ ([
  { size: 'xl', title: 9, word: 6 },
  { size: 'l', title: 18, word: 9 },
  { size: 'm', title: 34, word: 12 },
])

/**
 * @param {HTMLUListElement} list
 * @param {(item: RankedItem) => void} onOpen
 */
export function createTiles(list, onOpen) {
  /** @type {RankedItem[]} */
  let shown = []
  list.addEventListener('click', (event) => {
    const tile = event.target instanceof Element ? event.target.closest('.tile') : null
    const item = tile instanceof HTMLElement ? shown.find(({ id }) => id === tile.dataset.id) : undefined
    if (item === undefined) return
    tile?.setAttribute('data-opened', '')
    onOpen(item)
  })

  /** @param {RankedItem[]} items @param {ReadonlySet<string>} opened */
  function render(items, opened) {
    shown = items
    const focusedId = list.contains(document.activeElement) ? tileId(document.activeElement) : undefined
    list.replaceChildren(...items.map((item) => tileOf(item, opened.has(item.id))))
    list.removeAttribute('data-skeleton')
    const again = [...list.children].find((tile) => tile instanceof HTMLElement && tile.dataset.id === focusedId)
    again?.querySelector('button')?.focus({ preventScroll: true })
  }

  /** @param {number} count */
  function skeleton(count) {
    list.dataset.skeleton = ''
    list.replaceChildren(...Array.from({ length: count }, () => element('li', { class: 'tile' })))
  }

  return { render, skeleton }
}

/** @param {Element | null} inside */
function tileId(inside) {
  const tile = inside?.closest('.tile')
  return tile instanceof HTMLElement ? tile.dataset.id : undefined
}

/** @param {RankedItem} item @param {boolean} opened */
function tileOf(item, opened) {
  const stars = rating(item)
  const tile = element('li', { class: 'tile', 'data-id': item.id, 'data-opened': opened }, [
    element('button', { type: 'button', class: 'tile-open' }, [
      element('span', { class: 'tile-top' }, [
        element('span', { class: 'tile-genre' }, [kind(item).value]),
        element('span', { class: 'tile-rating' }, [stars === null ? '' : stars.value.toFixed(1)]),
      ]),
      element('span', { class: `tile-title tile-title-${sizeOf(item.title)}`, dir: 'auto' }, [item.title]),
      element('span', { class: 'tile-credits' }, [byline(item)]),
    ]),
  ])
  tint(tile, item)
  // Where the rings of this poster have their centre, in percent of its box.
  const seed = hash(item.title)
  tile.style.setProperty('--x', `${seed % 101}%`)
  tile.style.setProperty('--y', `${60 + ((seed >>> 8) % 50)}%`)
  return tile
}

/** @param {string} title */
function sizeOf(title) {
  const longest = Math.max(...title.split(/[\s-]+/).map((word) => word.length))
  return SIZES.find((most) => title.length <= most.title && longest <= most.word)?.size ?? 's'
}

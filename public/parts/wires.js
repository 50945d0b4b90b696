// @ts-check
import { MOVE_MS } from './flip.js'

/**
 * The wires between the two columns: each joins an item's place for everyone with its place for you, so a change of
 * order shows as crossing lines. An item that only one column lists has a wire that ends at the gutter's foot.
 */

const SVG = 'http://www.w3.org/2000/svg'

/**
 * @param {SVGSVGElement} svg laid over the columns
 * @param {{ left: () => HTMLLIElement[], right: () => HTMLLIElement[] }} lists
 */
export function createWires(svg, { left, right }) {
  let until = 0
  let running = false

  function draw() {
    const frame = svg.getBoundingClientRect()
    const from = new Map(left().map((card) => [card.dataset.id, card]))
    const paths = right().map((card) => {
      const twin = from.get(card.dataset.id)
      const path = wire(card, middle(card, frame), twin === undefined ? frame.height : middle(twin, frame), frame.width)
      path.toggleAttribute('data-far', twin === undefined)
      return path
    })
    svg.setAttribute('viewBox', `0 0 ${frame.width} ${frame.height}`)
    svg.replaceChildren(...paths)
  }

  function frame() {
    draw()
    running = performance.now() < until
    if (running) requestAnimationFrame(frame)
  }

  /** Follows the cards until they have come to rest. */
  function follow() {
    until = performance.now() + MOVE_MS + 50
    if (running) return
    running = true
    requestAnimationFrame(frame)
  }

  new ResizeObserver(follow).observe(svg)
  return { follow }
}

/**
 * @param {HTMLElement} card on the right
 * @param {number} to its height, and where its wire starts on the left: pixels from the frame's top
 * @param {number} from
 * @param {number} width of the gutter
 */
function wire(card, to, from, width) {
  const path = document.createElementNS(SVG, 'path')
  const bend = width / 2
  path.setAttribute('d', `M0 ${from}C${bend} ${from} ${bend} ${to} ${width} ${to}`)
  path.setAttribute('class', 'wire')
  path.dataset.id = card.dataset.id ?? ''
  path.dataset.moved = card.dataset.moved ?? 'no'
  path.style.setProperty('--hue', card.style.getPropertyValue('--hue'))
  return path
}

/** @param {HTMLElement} card @param {DOMRect} frame */
function middle(card, frame) {
  const { top, height } = card.getBoundingClientRect()
  return top + height / 2 - frame.top
}

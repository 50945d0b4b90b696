// @ts-check
/**
 * Moves that can be followed by eye: First, Last, Invert, Play (Paul Lewis). Positions are measured before and after
 * a change; what moved starts from where it was. Someone who asked for reduced motion sees the new order at once.
 */

/** Long enough to follow a card across the list, short enough not to wait for. In milliseconds. */
export const MOVE_MS = 520

const calm = matchMedia('(prefers-reduced-motion: reduce)')

/** @param {Iterable<HTMLElement>} nodes @returns {Map<HTMLElement, number>} each node's distance from the page's top */
export function placesOf(nodes) {
  return new Map([...nodes].map((node) => [node, top(node)]))
}

/** @param {Map<HTMLElement, number>} before @param {HTMLElement[]} nodes */
export function animateMoves(before, nodes) {
  if (calm.matches) return
  // A move that is still under way would be measured with its transform on.
  for (const node of nodes) for (const animation of node.getAnimations()) animation.cancel()
  for (const node of nodes) {
    const from = before.get(node)
    const timing = { duration: MOVE_MS, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' }
    if (from === undefined) {
      node.animate([{ opacity: 0 }, { opacity: 1 }], { ...timing, duration: MOVE_MS / 2 })
      continue
    }
    const dy = from - top(node)
    if (dy !== 0) node.animate([{ transform: `translateY(${dy}px)` }, { transform: 'none' }], timing)
  }
}

/** @param {HTMLElement} node */
const top = (node) => node.getBoundingClientRect().top + scrollY

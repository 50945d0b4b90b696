// @ts-check
/**
 * Says while something the visitor asked for is under way (`aria-busy`), until all of it has been shown.
 *
 * @param {HTMLElement} node
 */
export function createBusy(node) {
  let under = 0

  /** @param {Promise<unknown>} work */
  return async function during(work) {
    under += 1
    node.setAttribute('aria-busy', 'true')
    try {
      await work
    } finally {
      under -= 1
      node.setAttribute('aria-busy', String(under > 0))
    }
  }
}

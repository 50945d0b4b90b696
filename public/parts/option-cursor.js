// @ts-check
/**
 * The list under a combobox: open or closed, and which option the arrow keys are on. The DOM focus never leaves the
 * input; `aria-activedescendant` and `aria-selected` say where the cursor is.
 *
 * @param {{ input: HTMLInputElement, list: HTMLElement }} parts
 */
export function createOptionCursor({ input, list }) {
  /** @type {HTMLElement[]} */
  let options = []
  /** Index of the active option; -1 when the cursor is in the visitor's own text. */
  let active = -1

  /** @param {number} index */
  function activate(index) {
    options[active]?.setAttribute('aria-selected', 'false')
    active = index
    const option = options[active]
    if (option === undefined) return input.removeAttribute('aria-activedescendant')
    option.setAttribute('aria-selected', 'true')
    option.scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', option.id)
  }

  /** @param {boolean} open */
  function setOpen(open) {
    list.hidden = !open
    input.setAttribute('aria-expanded', String(open))
    if (!open) activate(-1)
  }

  /** @param {number} step through the options and the text itself, round and round */
  function move(step) {
    const places = options.length + 1
    activate(((active + 1 + step + places) % places) - 1)
  }

  /** @param {HTMLElement[]} next in visual order */
  function offer(next) {
    activate(-1)
    options = next
    setOpen(options.length > 0 && document.activeElement === input)
  }

  return {
    offer,
    move,
    setOpen,
    leave: () => activate(-1),
    isOpen: () => !list.hidden,
    isEmpty: () => options.length === 0,
    current: () => options[active],
  }
}

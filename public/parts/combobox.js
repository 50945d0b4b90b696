// @ts-check
import { createOptionCursor } from './option-cursor.js'

/**
 * The editable combobox with list autocomplete and manual selection of the ARIA Authoring Practices 1.2: focus stays
 * in the input and nothing is chosen until Enter. While an input method composes (Japanese, Chinese, Korean), its keys
 * belong to it: no request, no choice.
 *
 * @typedef {object} Listeners
 * @property {(text: string) => void} onType also asked for with an empty box: on focus, and by the down arrow
 * @property {() => void} onClear
 * @property {(option: HTMLElement) => void} onChoose
 * @property {(option: HTMLElement) => boolean} onRemove whether the option is one that can be removed
 * @property {(text: string) => void} onSubmit
 */

/**
 * @param {{ input: HTMLInputElement, list: HTMLElement }} parts
 * @param {Listeners} on
 * @returns {{ offer: (options: HTMLElement[]) => void }} takes the rendered options in visual order; none closes the list
 */
export function createCombobox({ input, list }, on) {
  const cursor = createOptionCursor({ input, list })
  const key = keyMap(input, cursor, on)

  input.addEventListener('keydown', (event) => {
    if (!event.isComposing && key(event)) event.preventDefault()
  })
  input.addEventListener('input', (event) => {
    // What is typed now is the visitor's own again: Enter must not take an option that the arrows had reached before.
    cursor.leave()
    if (event instanceof InputEvent && event.isComposing) return
    on.onType(input.value)
  })
  input.addEventListener('compositionend', () => on.onType(input.value))
  input.addEventListener('focus', () => {
    if (input.value === '') on.onType('')
  })
  input.addEventListener('blur', () => cursor.setOpen(false))
  // A press on the list must not take focus from the input, or blur would close it before the click arrives.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null
    if (!(option instanceof HTMLElement)) return
    if (event.target instanceof Element && event.target.closest('.suggestion-remove') && on.onRemove(option)) return
    cursor.setOpen(false)
    on.onChoose(option)
  })
  return { offer: cursor.offer }
}

/**
 * @param {HTMLInputElement} input
 * @param {ReturnType<typeof createOptionCursor>} cursor
 * @param {Listeners} on
 * @returns {(event: KeyboardEvent) => boolean} whether the key was the combobox's
 */
function keyMap(input, cursor, on) {
  /** @param {KeyboardEvent} event */
  function arrow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return false
    const down = event.key === 'ArrowDown'
    if (cursor.isEmpty()) {
      if (down && input.value === '') on.onType('')
      return false
    }
    cursor.setOpen(!event.altKey || down)
    if (!event.altKey) cursor.move(down ? 1 : -1)
    return true
  }

  /** The first Escape closes the list, the second clears the text. */
  function escape() {
    if (cursor.isOpen()) cursor.setOpen(false)
    else if (input.value === '') return false
    else {
      input.value = ''
      on.onClear()
    }
    return true
  }

  function enter() {
    const option = cursor.isOpen() ? cursor.current() : undefined
    cursor.setOpen(false)
    if (option === undefined) on.onSubmit(input.value)
    else on.onChoose(option)
    return true
  }

  /** Deleting text stays the text's own key: only with Shift, and only on an option that can go. */
  function remove() {
    const option = cursor.isOpen() ? cursor.current() : undefined
    return option !== undefined && on.onRemove(option)
  }

  return function key(event) {
    switch (event.key) {
      case 'Delete':
        return event.shiftKey && remove()
      case 'ArrowDown':
      case 'ArrowUp':
        return arrow(event)
      case 'Escape':
        return escape()
      case 'Enter':
        return enter()
      case 'Home':
      case 'End':
      case 'ArrowLeft':
      case 'ArrowRight':
        // These belong to the text: the browser moves its caret, the cursor leaves the list.
        cursor.leave()
        return false
      default:
        return false
    }
  }
}

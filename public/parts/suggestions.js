// @ts-check
import { element } from './element.js'

/**
 * @typedef {import('#core/contract/replies').SuggestEntry} SuggestEntry
 * @typedef {import('#core/contract/replies').SuggestReply} SuggestReply
 */

/** @type {{ key: keyof SuggestReply['sections'], heading: string }[]} */
const SECTIONS = [
  { key: 'queries', heading: 'Searches' },
  { key: 'items', heading: 'Titles' },
  { key: 'categories', heading: 'Narrow to' },
]

/**
 * Renders the sections into the listbox.
 *
 * @param {HTMLElement} list
 * @param {SuggestReply['sections']} sections
 * @returns {Map<HTMLElement, SuggestEntry>} the options in visual order, and what each stands for
 */
export function renderSuggestions(list, sections) {
  /** @type {Map<HTMLElement, SuggestEntry>} */
  const options = new Map()
  const groups = SECTIONS.filter(({ key }) => sections[key].length > 0).map(({ key, heading }) => {
    const headingId = `suggestions-${key}`
    const group = element('div', { role: 'group', 'aria-labelledby': headingId, class: 'suggestion-group' }, [
      element('div', { class: 'suggestion-heading', id: headingId, role: 'presentation' }, [heading]),
    ])
    for (const entry of sections[key]) {
      const option = renderOption(entry, `suggestion-${options.size}`)
      options.set(option, entry)
      group.append(option)
    }
    return group
  })
  list.replaceChildren(...groups)
  return options
}

/** @param {SuggestEntry} entry @param {string} id */
function renderOption(entry, id) {
  const facet = entry.kind === 'category' ? entry.ref.slice(0, entry.ref.indexOf(':')) : ''
  const shortcut = entry.recent ? { 'aria-keyshortcuts': 'Shift+Delete' } : {}
  return element(
    'div',
    { role: 'option', id, 'aria-selected': 'false', class: `suggestion suggestion-${entry.kind}`, ...shortcut },
    [
      ...(entry.recent ? [element('span', { class: 'suggestion-recent', 'aria-hidden': 'true' }, ['↺'])] : []),
      element('span', { class: 'suggestion-text', dir: 'auto' }, highlighted(entry)),
      ...(facet === '' ? [] : [element('span', { class: 'suggestion-facet' }, [facet])]),
      ...(entry.trending
        ? [element('span', { class: 'suggestion-trending' }, [element('span', { class: 'unseen' }, [', ']), 'rising'])]
        : []),
      ...(entry.recent ? removal() : []),
    ],
  )
}

/**
 * An option may hold nothing that takes focus, so the cross is for pointers; keys and assistive technology have
 * Shift+Delete, and the panel's button.
 *
 * @returns {Node[]}
 */
function removal() {
  return [
    element('span', { class: 'unseen' }, [', you searched this before']),
    element('span', { class: 'suggestion-remove', title: 'Forget this search (Shift+Delete)', 'aria-hidden': 'true' }, [
      '✕',
    ]),
  ]
}

/** @param {SuggestEntry} entry @returns {(Node | string)[]} the text, with the matched ranges marked */
function highlighted({ text, highlights }) {
  /** @type {(Node | string)[]} */
  const parts = []
  let end = 0
  for (const [from, to] of highlights) {
    parts.push(text.slice(end, from), element('mark', {}, [text.slice(from, to)]))
    end = to
  }
  return [...parts, text.slice(end)]
}

/** @param {number} count @returns {string} for the live region */
export function countSentence(count) {
  if (count === 0) return 'No suggestions.'
  return count === 1 ? '1 suggestion. Use the down arrow.' : `${count} suggestions. Use the arrow keys.`
}

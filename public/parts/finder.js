// @ts-check
import { byId } from './element.js'
import { createCombobox } from './combobox.js'
import { forgetQuery } from './forget-query.js'
import { countSentence, renderSuggestions } from './suggestions.js'

/**
 * The search box: asks for suggestions at every keystroke and hands on what was chosen.
 *
 * @typedef {import('#core/contract/replies').SuggestEntry} SuggestEntry
 * @typedef {import('#core/contract/replies').SuggestReply} SuggestReply
 */

/** @type {SuggestReply['sections']} */
const NONE = { queries: [], items: [], categories: [] }

/**
 * @param {ReturnType<typeof import('./api.js').createApi>} call
 * @param {{ onQuery: (query: string) => void, onPick: (entry: SuggestEntry, position: number) => void,
 *   onForgotten: () => void, announce: (sentence: string) => void }} on
 */
export function createFinder(call, on) {
  const input = byId('q', HTMLInputElement)
  const list = byId('suggestions', HTMLElement)
  const clear = byId('finder-clear', HTMLButtonElement)
  let keystroke = new AbortController()
  /** @type {Map<HTMLElement, SuggestEntry>} */
  let entries = new Map()

  const combobox = createCombobox(
    { input, list },
    { onType: type, onClear: () => show(''), onChoose: choose, onRemove: remove, onSubmit: submit },
  )
  byId('finder', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    submit(input.value)
  })
  clear.addEventListener('click', () => {
    submit('')
    input.focus()
  })

  /** Shows `text` as the query without asking for suggestions. @param {string} text */
  function show(text) {
    keystroke.abort()
    input.value = text
    clear.hidden = text === ''
    offer(NONE)
  }

  /** @param {SuggestReply['sections']} sections */
  function offer(sections) {
    entries = renderSuggestions(list, sections)
    combobox.offer([...entries.keys()])
  }

  /**
   * No debounce: the edge answers in less time than a pause would add. Each keystroke aborts the one before, and the
   * signal is looked at again after the answer, so an older answer never replaces a newer one. An empty box has
   * suggestions too: the visitor's own searches, and what everyone looks for.
   *
   * @param {string} text
   */
  function type(text) {
    keystroke.abort()
    keystroke = new AbortController()
    clear.hidden = text === ''
    void suggest(text, keystroke.signal)
  }

  /** @param {string} text @param {AbortSignal} signal */
  async function suggest(text, signal) {
    /** @type {import('./api.js').Answer<SuggestReply>} */
    const answer = await call(`/v1/suggest?${new URLSearchParams({ q: text })}`, { label: 'suggest', signal })
    if (signal.aborted || answer.outcome !== 'ok') return
    offer(answer.value.sections)
    on.announce(countSentence(entries.size))
  }

  /** @param {HTMLElement} option */
  function choose(option) {
    const entry = entries.get(option)
    const position = [...entries.keys()].indexOf(option)
    if (entry === undefined) return
    show(entry.kind === 'category' ? '' : entry.text)
    on.onPick(entry, position)
  }

  /** @param {HTMLElement} option @returns {boolean} whether it is one of the visitor's own */
  function remove(option) {
    const entry = entries.get(option)
    if (entry?.recent === true)
      void forget(call, entry.text, { ...on, input, again: () => suggest(input.value, keystroke.signal) })
    return entry?.recent === true
  }

  /** @param {string} text */
  function submit(text) {
    show(text.trim())
    on.onQuery(text.trim())
  }

  return { show }
}

/**
 * It goes from the list once the edge has forgotten it, not before.
 *
 * @param {ReturnType<typeof import('./api.js').createApi>} call
 * @param {string} query
 * @param {{ input: HTMLInputElement, onForgotten: () => void, again: () => Promise<unknown>,
 *   announce: (sentence: string) => void }} on
 */
async function forget(call, query, on) {
  const answer = await forgetQuery(call, query)
  if (answer.outcome !== 'ok') return on.announce(`“${query}” could not be forgotten. Try again.`)
  on.onForgotten()
  if (document.activeElement === on.input) await on.again()
  on.announce(`“${query}” is forgotten.`)
}

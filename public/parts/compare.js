// @ts-check
import { byId, element } from './element.js'
import { createCardList } from './card-list.js'
import { createWires } from './wires.js'
import { personalNote } from './personal-note.js'

/**
 * The two columns: the same search, as a stranger gets it and as you get it.
 *
 * @typedef {import('#core/contract/replies').SearchReply} SearchReply
 * @typedef {import('#core/contract/replies').RankedItem} RankedItem
 */

/**
 * @param {{ onOpen: (item: RankedItem) => void, onWhy: (item: RankedItem, anchor: HTMLElement) => void, onMore: () => void }} on
 */
export function createCompare(on) {
  const section = byId('compare', HTMLElement)
  const columns = byId('columns', HTMLElement)
  const everyone = createCardList(byId('everyone', HTMLOListElement), { personal: false })
  const you = createCardList(byId('for-you', HTMLOListElement), { personal: true })
  const wires = createWires(byId('wires', SVGSVGElement), { left: everyone.cards, right: you.cards })
  const note = byId('you-note', HTMLElement)
  const total = byId('total', HTMLElement)
  const more = byId('more', HTMLButtonElement)
  more.addEventListener('click', on.onMore)
  listen(columns, (target) => {
    const item = (target.closest('#everyone') === null ? you : everyone).itemAt(target)
    if (item === undefined) return
    const why = target.closest('.why')
    if (why instanceof HTMLElement) on.onWhy(item, why)
    else if (target.closest('.card-open') !== null) on.onOpen(item)
  })
  pairTwins(columns)
  createSwitcher(section, columns)

  /** @param {{ shared: SearchReply, personal: SearchReply, filters: ReadonlyMap<string, string>, opened: ReadonlySet<string> }} answer */
  function render({ shared, personal, filters, opened }) {
    everyone.render(shared.results, opened)
    you.render(personal.results, opened)
    wires.follow()
    note.replaceChildren(...personalNote(personal))
    total.replaceChildren(...totalLine(shared, filters))
    section.toggleAttribute('data-empty', shared.total === 0)
    more.hidden = shared.cursor === undefined
    busy(false)
  }

  /** While an answer is on its way: old cards stay, dimmed; with none to keep, grey ones hold the place. @param {boolean} on */
  function busy(on) {
    section.toggleAttribute('data-busy', on)
  }

  /** @param {number} count */
  function start(count) {
    section.hidden = false
    if (everyone.items().length === 0) {
      everyone.skeleton(count)
      you.skeleton(count)
    }
    busy(true)
  }

  function hide() {
    section.hidden = true
    busy(false)
  }

  return { render, start, hide, settle: () => busy(false), shown: () => !section.hidden }
}

/** @param {SearchReply} reply @param {ReadonlyMap<string, string>} filters */
function totalLine({ total, query, results }, filters) {
  const within = filters.size === 0 ? '' : ` in ${[...filters.values()].join(', ')}`
  const wanted = `${query === '' ? '' : ` for “${query}”`}${within}`
  if (total === 0) return [`Nothing${wanted}. Try fewer words, or one of these instead.`]
  const shown = results.length < total ? `First ${results.length} of ` : ''
  return [shown, element('b', {}, [total.toLocaleString('en')]), total === 1 ? ' match' : ' matches', wanted]
}

/** @param {HTMLElement} columns @param {(target: Element) => void} onClick */
function listen(columns, onClick) {
  columns.addEventListener('click', (event) => {
    if (event.target instanceof Element) onClick(event.target)
  })
}

/** Pointing at a card, or focusing it, lights up its twin and the wire between. @param {HTMLElement} columns */
function pairTwins(columns) {
  /** @param {EventTarget | null} target */
  const light = (target) => {
    const card = target instanceof Element ? target.closest('.card') : null
    const id = card instanceof HTMLElement ? card.dataset.id : undefined
    for (const node of columns.querySelectorAll('[data-lit]')) node.removeAttribute('data-lit')
    if (id === undefined) return
    for (const node of columns.querySelectorAll(`[data-id="${CSS.escape(id)}"]`)) node.setAttribute('data-lit', '')
  }
  columns.addEventListener('pointerover', (event) => light(event.target))
  columns.addEventListener('pointerleave', () => light(null))
  columns.addEventListener('focusin', (event) => light(event.target))
}

/** On a narrow screen one column shows at a time. @param {HTMLElement} section @param {HTMLElement} columns */
function createSwitcher(section, columns) {
  const buttons = [...section.querySelectorAll('button[data-view]')].filter((node) => node instanceof HTMLButtonElement)
  for (const button of buttons) {
    button.addEventListener('click', () => {
      columns.dataset.view = button.dataset.view
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button))
    })
  }
}

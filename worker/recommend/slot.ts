import { problem, type Problem } from '#core/contract/problem'
import type { Repeat } from '../neighbours/neighbour-source.ts'

/** What each slot starts from: nothing, one item that the caller names, or what the visitor dealt with. */
const SLOTS = {
  trending: 'nothing',
  similar: 'item',
  'also-viewed': 'item',
  'bought-together': 'item',
  'for-you': 'visitor',
  'because-you-viewed': 'visitor',
} as const

type SlotOf<Start> = { [S in keyof typeof SLOTS]: (typeof SLOTS)[S] extends Start ? S : never }[keyof typeof SLOTS]

export type Slot =
  | { slot: SlotOf<'nothing'> }
  | { slot: SlotOf<'item'>; item: string }
  | { slot: SlotOf<'visitor'>; repeat: Repeat }

export type ReadSlot = { outcome: 'read'; value: Slot } | { outcome: 'refused'; problem: Problem }

const refused = (kind: 'bad-request' | 'not-found', detail: string): ReadSlot => ({
  outcome: 'refused',
  problem: problem(kind, detail),
})

/** @param asked.repeat whether items that the visitor dealt with may come back; only `for-you` has the switch */
export function readSlot(name: string, asked: { item: string; repeat: boolean }): ReadSlot {
  if (!isSlot(name)) return refused('not-found', `unknown slot; there are ${Object.keys(SLOTS).join(', ')}`)
  if (asked.repeat && name !== 'for-you') return refused('bad-request', `repeat: ${name} takes none; for-you does`)
  const start = SLOTS[name]
  if (start === 'item' && asked.item === '') {
    return refused('bad-request', `item: give the id of the item that ${name} starts from`)
  }
  if (start !== 'item' && asked.item !== '') {
    return refused('bad-request', `item: ${name} takes none; similar and also-viewed do`)
  }
  switch (name) {
    case 'trending':
      return { outcome: 'read', value: { slot: name } }
    case 'similar':
    case 'also-viewed':
    case 'bought-together':
      return { outcome: 'read', value: { slot: name, item: asked.item } }
    case 'for-you':
    case 'because-you-viewed':
      return { outcome: 'read', value: { slot: name, repeat: asked.repeat ? 'on' : 'off' } }
    default:
      return name satisfies never
  }
}

const isSlot = (name: string): name is keyof typeof SLOTS => Object.hasOwn(SLOTS, name)

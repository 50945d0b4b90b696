/** Cuts completions into the head and the pieces of pieces.ts. Runs at the origin, off any request. */
import { normalise } from '../text/normalise.ts'
import type { Completion } from './completion.ts'
import { wordsOf, type PieceStart } from './pieces.ts'

type Piece = PieceStart & { completions: Completion[] }
export type Split = { head: Completion[]; pieces: Piece[] }

/** What the head holds of each beginning: of those that begin so, and of those with a word that does. */
const BEST = 50

type Entry = { completion: Completion; words: string[] }
type Word = { word: string; entry: Entry }

/**
 * @param largest most completions in one piece; one word shared by more than that stays together
 * @param always normal forms that the head holds whatever they weigh
 */
export function splitCompletions(
  completions: readonly Completion[],
  largest: number,
  always: ReadonlySet<string> = new Set(),
): Split {
  const entries = completions
    .toSorted((a, b) => b.weight - a.weight)
    .map((completion) => ({ completion, words: wordsOf(completion) }))
  const pieces = [...cut(entries, '', largest), ...scopePieces(entries, largest)]
  const head = new Set(best(entries, pieces))
  for (const { completion } of entries) if (always.has(normalise(completion.text))) head.add(completion)
  return { head: [...head], pieces }
}

/** Small scopes share a piece; a scope that is too large for one is cut by first characters. */
function scopePieces(entries: readonly Entry[], largest: number): Piece[] {
  const members = new Map<string, Entry[]>()
  for (const entry of entries) for (const scope of entry.completion.scopes) push(members, scope, entry)
  const pieces: Piece[] = []
  let shared: { scope: string; entries: Set<Entry> } | undefined
  const close = (): void => {
    if (shared !== undefined) pieces.push(pieceOf(shared.scope, '', shared.entries))
    shared = undefined
  }
  for (const [scope, own] of sorted(members)) {
    if (own.length > largest || (shared?.entries.size ?? 0) + own.length > largest) close()
    if (own.length > largest) pieces.push(...cut(own, scope, largest))
    else {
      shared ??= { scope, entries: new Set() }
      for (const entry of own) shared.entries.add(entry)
    }
  }
  close()
  return pieces
}

function cut(entries: readonly Entry[], scope: string, largest: number): Piece[] {
  const words = entries.flatMap((entry) => entry.words.map((word) => ({ word, entry })))
  const pieces: { from: string; entries: Set<Entry> }[] = []
  for (const [start, group] of entries.length <= largest ? [['', words] as const] : leaves(words, largest, 1)) {
    const last = pieces.at(-1)
    if (last !== undefined && last.entries.size + group.length <= largest) {
      for (const { entry } of group) last.entries.add(entry)
    } else {
      pieces.push({ from: last === undefined ? '' : start, entries: new Set(group.map(({ entry }) => entry)) })
    }
  }
  return pieces.map((piece) => pieceOf(scope, piece.from, piece.entries))
}

/** Words by their first characters: as few as it takes to have no group too large, sorted. */
function leaves(words: readonly Word[], largest: number, characters: number): [string, Word[]][] {
  const groups = new Map<string, Word[]>()
  for (const each of words) push(groups, Array.from(each.word).slice(0, characters).join(''), each)
  return sorted(groups).flatMap(([start, group]) => {
    const canBeCut = group.length > largest && group.some(({ word }) => word !== start)
    return canBeCut ? leaves(group, largest, characters + 1) : [[start, group]]
  })
}

/** Of each beginning that spans pieces the heaviest. `entries` come heaviest first. */
function best(entries: readonly Entry[], pieces: readonly Piece[]): Completion[] {
  const room = new Map<string, { begins: number; has: number }>()
  pieces.forEach(({ scope, from }) => {
    for (const beginning of properBeginnings(from)) room.set(`${scope}\n${beginning}`, { begins: BEST, has: BEST })
  })
  return entries.flatMap(({ completion, words }) => {
    let isWanted = false
    for (const scope of ['', ...completion.scopes]) {
      for (const [at, word] of words.entries()) {
        for (const beginning of properBeginnings(`${word} `)) {
          const left = room.get(`${scope}\n${beginning}`)
          // What is longer spans nothing either.
          if (left === undefined) break
          const equals = words.length === 1 && beginning === word
          const isBest = (at === 0 && left.begins-- > 0) || left.has-- > 0
          isWanted ||= equals || isBest
        }
      }
    }
    return isWanted ? [completion] : []
  })
}

/** '' and all that `text` continues. */
function properBeginnings(text: string): string[] {
  const characters = Array.from(text)
  return characters.map((_, at) => characters.slice(0, at).join(''))
}

const pieceOf = (scope: string, from: string, entries: ReadonlySet<Entry>): Piece => ({
  scope,
  from,
  completions: Array.from(entries, ({ completion }) => completion),
})

function push<T>(groups: Map<string, T[]>, key: string, member: T): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [member])
  else group.push(member)
}

const sorted = <T>(groups: Map<string, T>): [string, T][] => [...groups].sort(([a], [b]) => (a < b ? -1 : 1))

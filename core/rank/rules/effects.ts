/**
 * What the rules that hold do to a list of candidates, with conflicts settled. In this order:
 *
 *   1. hide wins over everything: no other rule brings a hidden item back
 *   2. boosts and buries add up, whatever their order
 *   3. of several pins of one item the first rule counts
 *   4. of several pins to one place the first rule has it, the later ones get the next place down that is free
 *   5. the lowest cap of a facet counts, and the first rule about exploring
 */
import type { Rule } from '#core/contract/rules'
import type { Cap } from '#core/rank/diversity'
import type { Candidates } from '#core/rank/candidates'

export type Pin = { candidate: number; position: number; rule: string }

export type RuleEffects = {
  caps: readonly Cap[]
  hidden: ReadonlySet<number>
  /** In the order of the rules. */
  pins: readonly Pin[]
  /** What rules add to each candidate's score; undefined when none does. */
  moved: Float64Array | undefined
  /** Who added what to which candidates, for explaining. */
  moves: readonly Move[]
}

type Move = { rule: string; value: number; candidates: readonly number[] }

export function effectsOf(rules: readonly Rule[], candidates: Candidates): RuleEffects {
  const hidden = new Set<number>()
  const pins: Pin[] = []
  const moves: Move[] = []
  for (const rule of rules) {
    switch (rule.does) {
      case 'pin':
        for (const candidate of named(candidates, [rule.item])) {
          if (pins.every((pin) => pin.candidate !== candidate)) {
            pins.push({ candidate, position: rule.position, rule: rule.id })
          }
        }
        break
      case 'hide':
        for (const candidate of targets(rule.on, candidates)) hidden.add(candidate)
        break
      case 'boost':
      case 'bury':
        moves.push({
          rule: rule.id,
          value: rule.does === 'boost' ? rule.by : -rule.by,
          candidates: targets(rule.on, candidates),
        })
        break
      case 'cap':
      case 'explore':
        break
      default:
        rule satisfies never
    }
  }
  const visible = pins.filter((pin) => !hidden.has(pin.candidate))
  return { hidden, pins: visible, moved: sums(candidates, moves), moves, caps: capsOf(rules) }
}

/** The place that rules say to explore: null for none, undefined when no rule says anything. */
export function exploredPlace(rules: readonly Rule[]): number | null | undefined {
  return rules.find((rule) => rule.does === 'explore')?.position
}

function capsOf(rules: readonly Rule[]): Cap[] {
  const lowest = new Map<string, number>()
  for (const rule of rules) {
    if (rule.does === 'cap') lowest.set(rule.facet, Math.min(rule.most, lowest.get(rule.facet) ?? rule.most))
  }
  return [...lowest].map(([facet, most]) => ({ facet, most }))
}

type Target = Extract<Rule, { does: 'hide' }>['on']

function targets({ items, match }: Target, candidates: Candidates): readonly number[] {
  if (match !== undefined) return candidates.carriers.get(match.facet)?.get(match.value) ?? []
  return named(candidates, items ?? [])
}

/** Each once, however often it is named. */
function named({ byId }: Candidates, ids: readonly string[]): number[] {
  const found = new Set<number>()
  for (const id of ids) {
    const candidate = byId.get(id)
    if (candidate !== undefined) found.add(candidate)
  }
  return [...found]
}

function sums({ hits }: Candidates, moves: readonly Move[]): Float64Array | undefined {
  if (moves.every((move) => move.candidates.length === 0)) return undefined
  const moved = new Float64Array(hits.length)
  for (const { candidates, value } of moves) for (const candidate of candidates) moved[candidate]! += value
  return moved
}

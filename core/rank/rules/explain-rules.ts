import type { Contribution } from '#core/contract/replies'
import type { RuleEffects } from '#core/rank/rules/effects'

/** What rules did to one candidate, by their names. */
export function explainRules({ moves, pins }: RuleEffects, candidate: number): Contribution[] {
  const moved = (moves.get(candidate) ?? []).map(({ value, rule }) => {
    return { stage: 'rule', value, why: `${value > 0 ? 'boosted' : 'buried'} by rule ${rule}` } as const
  })
  const pin = pins.find((entry) => entry.candidate === candidate)
  return pin === undefined ? moved : [...moved, { stage: 'pin', value: 0, why: `pinned by rule ${pin.rule}` }]
}

import type { Contribution } from '#core/contract/replies'
import type { RuleEffects } from '#core/rank/rules/effects'

/** What rules did to one candidate, by their names, around what the stages between them did (`between`). */
export function explainRules(
  { moves, pins }: RuleEffects,
  candidate: number,
  between: readonly Contribution[],
): Contribution[] {
  const own = moves.filter((move) => move.candidates.includes(candidate))
  const moved = own.map(({ value, rule }): Contribution => {
    return { stage: 'rule', value, why: `${value > 0 ? 'boosted' : 'buried'} by rule ${rule}` }
  })
  const pin = pins.find((entry) => entry.candidate === candidate)
  const last: Contribution[] = pin === undefined ? [] : [{ stage: 'pin', value: 0, why: `pinned by rule ${pin.rule}` }]
  return [...moved, ...between, ...last]
}

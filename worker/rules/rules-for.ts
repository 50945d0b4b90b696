import type { Rule } from '#core/contract/rules'
import { applicable, type RuleContext } from '#core/rank/rules/applicable'
import type { PersonalPart } from '../personal.ts'

type Asked = Pick<RuleContext, 'query' | 'filter'> & { personal: Pick<PersonalPart, 'interests'>; now: number }

type Holding = { everyones: readonly Rule[]; own: readonly Rule[] }
const NONE: Holding = { everyones: [], own: [] }

/** The rules that hold for this visitor, and those that hold for everyone who asks the same. */
export function rulesFor(rules: readonly Rule[], { query, filter, personal, now }: Asked): Holding {
  if (rules.length === 0) return NONE
  const asked = { query, filter, now: utcSecond(now) }
  const everyones = applicable(rules, { ...asked, interests: [] })
  return { everyones, own: applicable(rules, { ...asked, interests: personal.interests }) }
}

const utcSecond = (epochMs: number) => `${new Date(epochMs).toISOString().slice(0, 19)}Z`

import { noFilter } from '#core/contract/filter'
import type { Hit } from '#core/contract/retrieval'
import type { Rule } from '#core/contract/rules'
import { rankPage, type Page } from '#core/rank/page'
import { LIST_WEIGHTS } from '#core/rank/rank'
import { exploredPlace } from '#core/rank/rules/effects'
import type { RankedWith } from '../model/rank-with.ts'
import type { PersonalPart } from '../personal.ts'
import { rulesFor } from '../rules/rules-for.ts'

type Around = {
  rules: readonly Rule[]
  personal: PersonalPart
  ranked: RankedWith
  limit: number
  explain: boolean
  now: number
  random: () => number
}

/** A slot's list under the visitor's affinities and the rules. A place of it is explored only when a rule says so. */
export function listPage(hits: readonly Hit[], { rules, personal, ranked, limit, explain, now, random }: Around): Page {
  const held = rulesFor(rules, { query: null, filter: noFilter(), now, personal })
  const place = exploredPlace(held.own) ?? limit
  return rankPage(hits, {
    weights: LIST_WEIGHTS,
    affinities: personal.affinities,
    ...ranked,
    explain,
    offset: 0,
    limit,
    rules: held,
    vary: false,
    exploring: place < limit ? { place, draw: random } : undefined,
  })
}

import { arrange } from '#core/rank/arrange'
import { candidatesOf } from '#core/rank/candidates'
import { extractList } from '#core/rank/features/extract'
import type { ListRequest } from '#core/rank/features/list'
import { reusedMemory } from '#core/rank/features/list-memory'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import { reasonsOf } from '#core/rank/features/reasons'
import { rankPage } from '#core/rank/page'
import { SEARCH_WEIGHTS } from '#core/rank/rank'
import { effectsOf } from '#core/rank/rules/effects'
import { addContributions } from '#core/rank/trees/contributions'
import { scoreRows } from '#core/rank/trees/evaluate'
import { CANDIDATES, NOW, type Site } from './site.ts'
import { timings, type Timing } from './timings.ts'

/** Results of one page: what `explain=true` has to give reasons for. */
const PAGE = 24
const EXPLORED = 4

export type StageTimes = Record<'features' | 'trees' | 'arranging' | 'model' | 'prior' | 'explain', Timing>

/** Each stage by itself, and all of them one after another as a request goes through them. */
export function stageTimes(site: Site): StageTimes {
  const { model, hits, rules, table, affinities } = site
  const memory = reusedMemory()
  const candidates = candidatesOf(hits, SEARCH_WEIGHTS)
  const own = new Float64Array(CANDIDATES)
  const extract = () => extractList(site.knowledge, requestOf(site), memory)
  const score = ({ rows, width }: ReturnType<typeof extract>) => {
    scoreRows(model, { values: rows, count: CANDIDATES, stride: width }, own)
    // The stages behind it add the shared score again.
    candidates.shared.forEach((shared, place) => (own[place] = (own[place] ?? 0) - shared))
  }
  const exploring = { place: EXPLORED, draw: Math.random }
  const finish = () => {
    const effects = effectsOf(rules, candidates)
    const { moved } = effects
    moved?.forEach((amount, place) => (own[place] = (own[place] ?? 0) + amount))
    return arrange(candidates, { own, effects, pageSize: PAGE, lastPage: 1, vary: true, exploring })
  }
  const list = extract()
  const explain = () => {
    for (let place = 0; place < PAGE; place += 1) {
      const contributions = new Float64Array(list.width)
      addContributions(model, list.rows.subarray(place * list.width, (place + 1) * list.width), contributions)
      reasonsOf(contributions, table, 3)
    }
  }
  const untrained = () =>
    rankPage(hits, {
      weights: SEARCH_WEIGHTS,
      affinities,
      explain: false,
      offset: 0,
      limit: PAGE,
      rules: { own: rules, everyones: rules },
      vary: true,
      exploring,
    })
  return {
    explain: timings(explain),
    features: timings(extract),
    trees: timings(() => score(list)),
    arranging: timings(finish),
    model: timings(() => {
      score(extract())
      return finish()
    }),
    prior: timings(untrained),
  }
}

/** From the state that the visitor's object holds, as each request makes it. */
function requestOf({ knowledge, state, hits }: Site): ListRequest {
  const { store } = knowledge
  return {
    now: NOW,
    candidates: hits.map(({ item, score }) => ({ item: store.get(item.id, NOW), given: [score] })),
    session: sessionMemory(store, state, { now: NOW, whole: false }),
    visitor: visitorMemory(store, state, NOW),
    query: 'comedy',
    hour: 12,
    device: 1,
  }
}

import { extractList } from '#core/rank/features/extract'
import type { ListRequest } from '#core/rank/features/list'
import { reusedMemory } from '#core/rank/features/list-memory'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import { neighbourVotes } from '#core/rank/features/session-neighbours'
import { listItems } from '#core/rank/learned/list-items'
import { modelBase, modelOwn } from '#core/rank/learned/model-scores'
import { priorBase } from '#core/rank/learned/prior-base'
import { rankPage, type PageOptions } from '#core/rank/page'
import { SEARCH_WEIGHTS } from '#core/rank/rank'
import { scoreHeads } from '#core/rank/train/heads'
import { CANDIDATES, NOW, type Site } from './site.ts'
import { timings, type Timing } from './timings.ts'

/** Results of one page: what `explain=true` has to give reasons for. */
const PAGE = 24
const EXPLORED = 4
const MOMENT = { now: NOW, query: '', hour: 12, device: 1 }

export type StageTimes = Record<
  'neighbours' | 'features' | 'trees' | 'behind' | 'model' | 'explained' | 'prior',
  Timing
>

/** Stages by themselves, and all of them together as a request goes through them: from the visitor's state to a page. */
export function stageTimes(site: Site): StageTimes {
  const { model, affinities, hits, rules, ...visitor } = site
  const base = modelBase(model, hits, MOMENT)
  const page: PageOptions = {
    weights: SEARCH_WEIGHTS,
    affinities: undefined,
    base,
    explain: false,
    offset: 0,
    limit: PAGE,
    rules: { own: rules, everyones: rules },
    vary: true,
    exploring: { place: EXPLORED, draw: Math.random },
  }
  const byModel = (explain: boolean) =>
    rankPage(hits, { ...page, explain, own: modelOwn(model, hits, { ...visitor, moment: MOMENT, base }) })
  const own = modelOwn(model, hits, { ...visitor, moment: MOMENT, base })
  const request = requestOf(site)
  const memory = reusedMemory()
  const { rows, width } = extractList(model.knowledge, request)
  const worth = new Float64Array(CANDIDATES)
  const prior = priorBase(model.knowledge, hits, { query: '', weights: SEARCH_WEIGHTS, now: NOW })
  return {
    neighbours: timings(() => neighbourVotes(site.neighbours, request.candidates)),
    features: timings(() => extractList(model.knowledge, request, memory)),
    trees: timings(() => scoreHeads(model.heads, { values: rows, count: CANDIDATES, stride: width }, worth)),
    behind: timings(() => rankPage(hits, { ...page, own })),
    model: timings(() => byModel(false)),
    explained: timings(() => byModel(true)),
    prior: timings(() => rankPage(hits, { ...page, base: prior, affinities })),
  }
}

function requestOf({ model, state, neighbours, hits }: Site): ListRequest {
  const { store } = model.knowledge
  return {
    ...MOMENT,
    candidates: listItems(model.knowledge, hits, NOW).candidates,
    session: sessionMemory(store, state, { now: NOW, whole: false }),
    visitor: visitorMemory(store, state, NOW),
    neighbours,
  }
}

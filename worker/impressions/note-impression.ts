import type { Impression } from '#core/contract/impressions'
import { MODEL } from '#core/rank/rank'
import type { PersonalPart } from '../personal.ts'
import { waitUntilOf, type AppContext } from '../request.ts'

type Shown = Pick<Impression, 'query' | 'filter' | 'first' | 'items' | 'explored'> & {
  /** Absent for a search. */
  list?: Pick<Impression, 'surface' | 'seed'>
  sorted: boolean
  personal: PersonalPart
}

const SEARCH = { surface: 'search', seed: null }

/** Notes what an answer shows, behind the answer, and returns its id. */
export function noteImpression(c: AppContext, { sorted, personal, list = SEARCH, ...shown }: Shown): string {
  const id = crypto.randomUUID()
  const ranked = personal.affinities === undefined ? 'everyones' : 'personal'
  const { impressions, now } = c.get('deps')
  impressions.add(
    { ...shown, ...list, id, at: now(), visitor: personal.visitor, model: MODEL, policy: sorted ? 'sorted' : ranked },
    waitUntilOf(c),
  )
  return id
}

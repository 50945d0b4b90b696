/** Why a suggestion stands where it does, in plain words. The numbers are those that it was sorted by. */
import type { SuggestContribution } from '../contract/replies.ts'
import { refsOf, type PersonalContext, type PersonalSuggestion } from './personal.ts'

const MATCHES = {
  exact: 'it is what was typed',
  prefix: 'it begins as typed',
  words: 'it has the words typed',
  fuzzy: 'it is much like what was typed',
}
/** Interests that a reason names. */
const NAMED = 3

/** Strongest first; what says nothing is left out. */
export function explainSuggestion(suggestion: PersonalSuggestion, context: PersonalContext): SuggestContribution[] {
  const { match, popularity, history, affinity, session } = suggestion.contributions
  const rising = suggestion.trending ? ', and it rises now' : ''
  const all: SuggestContribution[] = [
    { stage: 'match', value: match, why: MATCHES[suggestion.match] },
    { stage: 'popularity', value: popularity, why: `how popular it is with everyone${rising}` },
    { stage: 'history', value: history, why: 'you asked this before' },
    { stage: 'affinity', value: affinity, why: `you opened ${likedOf(suggestion, context).join(', ')}` },
    { stage: 'session', value: session, why: sessionReason(suggestion, context) },
  ]
  return all.filter(({ value }) => value !== 0).toSorted((a, b) => b.value - a.value)
}

/** The values of the suggestion's categories that the visitor likes, most liked first. */
function likedOf(suggestion: PersonalSuggestion, { affinity }: PersonalContext): string[] {
  return refsOf(suggestion)
    .map((ref) => ({ value: ref.slice(ref.indexOf(':') + 1), worth: affinity([ref]) }))
    .filter(({ worth }) => worth !== 0)
    .toSorted((a, b) => b.worth - a.worth)
    .slice(0, NAMED)
    .map(({ value }) => value)
}

function sessionReason({ text }: PersonalSuggestion, { previous }: PersonalContext): string {
  const followed = previous?.next.some(({ suggestion }) => suggestion.text === text) ?? false
  const last = `your last search, “${previous?.text ?? ''}”`
  return followed ? `others asked it right after ${last}` : `it goes with ${last}`
}

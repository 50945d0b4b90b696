/** Why a suggestion stands where it does, in plain words. The numbers are those that it was sorted by. */
import type { SuggestContribution } from '../contract/replies.ts'
import type { PersonalContext, PersonalSuggestion } from './personal.ts'

const MATCHES = {
  exact: 'it is what was typed',
  prefix: 'it begins as typed',
  words: 'it has the words typed',
  fuzzy: 'it is much like what was typed',
}

/** Strongest first; what says nothing is left out. */
export function explainSuggestion(suggestion: PersonalSuggestion, context: PersonalContext): SuggestContribution[] {
  const { match, popularity, history, affinity, session } = suggestion.contributions
  const all: SuggestContribution[] = [
    { stage: 'match', value: match, why: MATCHES[suggestion.match] },
    { stage: 'popularity', value: popularity, why: 'how popular it is with everyone' },
    { stage: 'history', value: history, why: 'you asked this before' },
    { stage: 'affinity', value: affinity, why: `you opened ${suggestion.text}` },
    { stage: 'session', value: session, why: `it goes with your last search, “${context.previous?.text ?? ''}”` },
  ]
  return all.filter(({ value }) => value !== 0).toSorted((a, b) => b.value - a.value)
}

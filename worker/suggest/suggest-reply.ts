/** The wire form of an answer: suggestions by section, each section in their order. */
import type { Degraded, SuggestEntry, SuggestReply } from '#core/contract/replies'
import { explainSuggestion } from '#core/suggest/explain'
import type { PersonalContext, PersonalSuggestion } from '#core/suggest/personal'

/** `said`: what the answer says about the visitor's part in it. */
export type Answered = {
  query: string
  suggestions: readonly PersonalSuggestion[]
  context: PersonalContext
  explain: boolean
  said: SuggestReply['personalisation']
  degraded: Degraded
}

export function suggestReply({ query, suggestions, context, explain, said, degraded }: Answered): SuggestReply {
  const sections: SuggestReply['sections'] = { queries: [], items: [], categories: [] }
  for (const suggestion of suggestions) {
    const { text, kind, ref, highlights, recent, trending } = suggestion
    sectionOf(sections, kind).push({
      text,
      kind,
      ref,
      highlights,
      ...(recent && { recent }),
      ...(trending && { trending }),
      ...(explain && { explain: explainSuggestion(suggestion, context) }),
    })
  }
  return { query, sections, personalisation: said, degraded }
}

function sectionOf(sections: SuggestReply['sections'], kind: SuggestEntry['kind']): SuggestEntry[] {
  switch (kind) {
    case 'query':
      return sections.queries
    case 'item':
      return sections.items
    case 'category':
      return sections.categories
    default:
      return kind satisfies never
  }
}

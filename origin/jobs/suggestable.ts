import { eligible, type QueryRules } from '#core/suggest/eligible'
import { normalise } from '#core/text/normalise'
import type { SuggestSettings } from '../catalog/definition.ts'
import type { KeywordRetrieval } from '../lexical/keyword-retrieval.ts'

export type Suggestable = {
  /** Whether a completion may be shown, whatever it comes from. */
  shows: (text: string) => boolean
  /** Whether a query may be shown to others: enough visitors asked it, it names nobody, and it finds something. */
  showsQuery: (query: { text: string; visitors: number }) => Promise<boolean>
}

type Rules = { settings: SuggestSettings; removed: readonly string[]; keywords: KeywordRetrieval }

/** The one set of rules by which index and delta choose. Removals and the deny list win over the allow list. */
export function suggestable({ settings, removed, keywords }: Rules): Suggestable {
  const isRemoved = new Set(removed)
  const rules: QueryRules = {
    minVisitors: settings.minVisitors,
    deny: new Set(settings.deny.map(normalise)),
    allow: new Set(settings.allow.map(normalise)),
  }
  const shows = (text: string): boolean => {
    if (isRemoved.has(normalise(text))) return false
    const verdict = eligible({ text, visitors: Number.POSITIVE_INFINITY, retrieves: true }, rules)
    // Only what is denied: a title may have any number of digits.
    return verdict.verdict === 'eligible' || verdict.reason !== 'denied'
  }
  return {
    shows,
    showsQuery: async ({ text, visitors }) => {
      if (!shows(text) || eligible({ text, visitors, retrieves: true }, rules).verdict === 'refused') return false
      return keywords.findsEvery(text)
    },
  }
}

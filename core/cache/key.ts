/**
 * Cache keys are built from an allow-list, never from what a stranger sent: a parameter that is not listed cannot
 * split the cache, and one that is listed has exactly one spelling.
 */

export type CanonicalPath =
  | { outcome: 'canonical'; path: string }
  /** Two values for one listed parameter: whichever the origin picks, another reader of the key may see the other. */
  | { outcome: 'rejected'; reason: 'duplicate-parameter'; name: string }

/** `path` + the listed parameters, sorted by name, each percent-encoded in the one way encodeURIComponent does. */
export function canonicalPath(
  pathname: string,
  params: Iterable<readonly [string, string]>,
  allowed: readonly string[],
): CanonicalPath {
  const kept = new Map<string, string>()
  for (const [name, value] of params) {
    if (!allowed.includes(name)) continue
    if (kept.has(name)) return { outcome: 'rejected', reason: 'duplicate-parameter', name }
    kept.set(name, value)
  }
  const names = [...kept.keys()].sort()
  const query = names.map((name) => `${encodeURIComponent(name)}=${encodeComponent(kept.get(name) ?? '')}`).join('&')
  return { outcome: 'canonical', path: query === '' ? pathname : `${pathname}?${query}` }
}

/** encodeURIComponent throws on a lone surrogate; every UTF-8 encoder writes U+FFFD in its place. */
function encodeComponent(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD'))
}

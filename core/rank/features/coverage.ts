/**
 * The names that occur most often, ties by name. They come in the order of their names, not of their counts: a table of
 * features made of a whole catalogue then has its columns where one made of a part of it has them.
 */
export function mostCovered(counts: ReadonlyMap<string, number>, most: number): string[] {
  return [...counts]
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .map(([name]) => name)
    .sort((a, b) => (a < b ? -1 : 1))
}

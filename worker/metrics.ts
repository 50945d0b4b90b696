/**
 * Counters of this isolate, in Prometheus' text form. Isolates come and go: read them as samples of what happens
 * here, and take totals from Workers Analytics.
 */
export type Metrics = { count(name: string, labels?: Labels): void; text(): string }

type Labels = Readonly<Record<string, string>>
const NONE: Labels = {}

export function createMetrics(): Metrics {
  const counters = new Map<string, number>()
  /** Labels that are one object every time are written once. */
  const series = new WeakMap<Labels, string>()
  return {
    count(name, labels = NONE) {
      let written = series.get(labels)
      if (written === undefined) series.set(labels, (written = inBraces(labels)))
      const line = `nearfield_${name}_total${written}`
      counters.set(line, (counters.get(line) ?? 0) + 1)
    },
    text: () => [...counters].map(([series, value]) => `${series} ${value}\n`).join(''),
  }
}

function inBraces(labels: Labels): string {
  const inner = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  return inner.length === 0 ? '' : `{${inner.join(',')}}`
}

/**
 * Counters of this isolate, in Prometheus' text form. Isolates come and go: read them as samples of what happens
 * here, and take totals from Workers Analytics.
 */
export type Metrics = { count(name: string, labels?: Record<string, string>): void; text(): string }

export function createMetrics(): Metrics {
  const counters = new Map<string, number>()
  return {
    count(name, labels = {}) {
      const inner = Object.entries(labels)
        .map(([label, value]) => `${label}="${value}"`)
        .join(',')
      const series = `nearfield_${name}_total${inner === '' ? '' : `{${inner}}`}`
      counters.set(series, (counters.get(series) ?? 0) + 1)
    },
    text: () => [...counters].map(([series, value]) => `${series} ${value}\n`).join(''),
  }
}

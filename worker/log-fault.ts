/** A request's context, as far as its log lines need it. */
type Traced = { get: (name: 'state') => { id: string } }

/** A log line about a request: what happened, and the id that its answer carries as X-Request-Id. */
export function logFault(c: Traced, line: { event: string; [fact: string]: unknown }): void {
  const { event, ...facts } = line
  console.error(JSON.stringify({ event, id: c.get('state').id, ...facts }))
}

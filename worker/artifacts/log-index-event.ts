/** What an isolate's look at a served artifact came to; no request is to blame, so the line has no request id. */
type IndexEvent = { type: string; name?: string; reason?: string; cause?: string }

/** Loading is what is expected and gives no line: metrics count it. */
export function logIndexEvent(kind: string, { type, ...facts }: IndexEvent): void {
  if (type !== 'index-loaded') console.warn(JSON.stringify({ event: type, kind, ...facts }))
}

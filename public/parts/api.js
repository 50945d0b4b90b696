// @ts-check
/**
 * The edge's HTTP API as this page uses it. Every call ends in one of four outcomes, never in a throw, and is reported
 * to whoever listens with what the strip shows: time, cache state, request id.
 *
 * @typedef {object} Call
 * @property {string} label      what was called, in plain words
 * @property {string} url
 * @property {number} status     0 when no answer came
 * @property {number} ms         from the call to the parsed body, by the browser's clock
 * @property {Headers} headers
 * @property {unknown} body
 */
/**
 * @template T
 * @typedef {{ outcome: 'ok', value: T } | { outcome: 'problem', status: number, detail: string, retryAfterMs: number }
 *   | { outcome: 'offline' } | { outcome: 'aborted' }} Answer
 */
/**
 * @typedef {object} Ask
 * @property {string} label
 * @property {string} [method]
 * @property {unknown} [body]
 * @property {AbortSignal} [signal]
 * @property {boolean} [stranger]  no cookie goes out and none comes back: what someone unknown gets
 * @property {boolean} [keepalive] lets the call outlive the page
 * @property {boolean} [quiet] keeps the call out of the strip: the page's own bookkeeping
 */

/** @param {(call: Call) => void} onCall */
export function createApi(onCall) {
  /** Until when a path is left alone because the edge said so (429 with Retry-After), by `performance.now()`. */
  /** @type {Map<string, number>} */
  const quietUntil = new Map()

  /**
   * @template T
   * @param {string} url
   * @param {Ask} ask
   * @returns {Promise<Answer<T>>}
   */
  return async function call(
    url,
    { label, method = 'GET', body, signal, stranger = false, keepalive = false, quiet = false },
  ) {
    const start = performance.now()
    const path = url.split('?', 1)[0] ?? url
    const wait = (quietUntil.get(path) ?? 0) - start
    if (wait > 0) return tooSoon(wait)
    let response
    let parsed
    try {
      response = await fetch(url, {
        method,
        credentials: stranger ? 'omit' : 'same-origin',
        // The times shown are the edge's, so the browser's own cache stays out of it.
        cache: 'no-store',
        keepalive,
        signal: signal ?? null,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
      parsed = response.status === 204 ? null : await response.json()
    } catch (error) {
      if (signal?.aborted) return { outcome: 'aborted' }
      // `fetch` rejects with TypeError when no answer came, `json` with SyntaxError when it was not the edge's.
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
      onCall({ label, url, status: 0, ms: performance.now() - start, headers: new Headers(), body: null })
      return { outcome: 'offline' }
    }
    const ms = performance.now() - start
    if (!quiet) onCall({ label, url, status: response.status, ms, headers: response.headers, body: parsed })
    if (response.ok) return { outcome: 'ok', value: parsed }
    const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1_000
    if (response.status === 429) quietUntil.set(path, performance.now() + retryAfterMs)
    return { outcome: 'problem', status: response.status, detail: detailOf(parsed), retryAfterMs }
  }
}

/** @param {number} ms @returns {{ outcome: 'problem', status: number, detail: string, retryAfterMs: number }} */
function tooSoon(ms) {
  return { outcome: 'problem', status: 429, detail: 'The edge asked for a pause.', retryAfterMs: ms }
}

/** @param {unknown} parsed the body of a problem (RFC 9457) */
function detailOf(parsed) {
  if (typeof parsed === 'object' && parsed !== null && 'detail' in parsed) return String(parsed.detail)
  return 'The edge answered with an error and no reason.'
}

// @ts-check
import { byId } from './element.js'

/**
 * One sentence over the results when an answer did not come, from the problem's own detail.
 */
export function createNotice() {
  const line = byId('notice', HTMLElement)
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  function clear() {
    clearTimeout(timer)
    line.hidden = true
    line.textContent = ''
  }

  /**
   * @param {{ outcome: 'problem', detail: string, retryAfterMs: number } | { outcome: 'offline' }} failure
   * @param {() => void} retry called by itself once the edge said when (Retry-After)
   */
  function show(failure, retry) {
    clear()
    line.hidden = false
    if (failure.outcome === 'offline') {
      line.textContent = 'The edge does not answer. What you opened is kept here and goes out with your next step.'
      addEventListener('online', retry, { once: true })
      return
    }
    line.textContent = failure.detail
    if (failure.retryAfterMs <= 0) return
    line.textContent += ` Trying again in ${Math.ceil(failure.retryAfterMs / 1_000)} s.`
    timer = setTimeout(retry, failure.retryAfterMs)
  }

  return { show, clear }
}

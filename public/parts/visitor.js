// @ts-check
import { forgetQuery } from './forget-query.js'
import { createKnowledge } from './knowledge.js'

/**
 * The visitor's side of the panel: reads what the edge knows, erases it, and turns personalisation off and on.
 *
 * @typedef {import('#core/contract/replies').MeReply} MeReply
 */

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./api.js').createApi>} parts.call
 * @param {ReturnType<typeof import('./notice.js').createNotice>} parts.notice
 * @param {(work: Promise<unknown>) => Promise<void>} parts.during
 * @param {() => void} parts.forget drops what this page itself remembers of the visitor
 * @param {() => Promise<void>} parts.onChanged
 */
export function createVisitor({ call, notice, during, forget, onChanged }) {
  const knowledge = createKnowledge({
    onConsent: (consent) =>
      void during(change('/v1/me/consent', { label: 'consent', method: 'PUT', body: { consent } })),
    onForget: (query) => void during(forgetSearch(query)),
    onErase: () => void during(change('/v1/me', { label: 'erase', method: 'DELETE' })),
  })

  async function refresh() {
    /** @type {import('./api.js').Answer<MeReply>} */
    const answer = await call('/v1/me', { label: 'what the edge knows', quiet: true })
    if (answer.outcome === 'ok') knowledge.render(answer.value)
    else if (answer.outcome !== 'aborted') notice.show(answer, () => void during(refresh()))
  }

  /** Erasing and opting out both end what was known. @param {string} url @param {import('./api.js').Ask} ask */
  async function change(url, ask) {
    forget()
    const answer = await call(url, ask)
    if (answer.outcome === 'problem' || answer.outcome === 'offline') {
      return notice.show(answer, () => void during(change(url, ask)))
    }
    await Promise.all([onChanged(), refresh()])
  }

  /** @param {string} query */
  async function forgetSearch(query) {
    const answer = await forgetQuery(call, query)
    if (answer.outcome !== 'ok' && answer.outcome !== 'aborted') {
      return notice.show(answer, () => void during(forgetSearch(query)))
    }
    await refresh()
    knowledge.focus()
  }

  return { refresh }
}

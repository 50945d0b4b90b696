// @ts-check
/**
 * Sends what the visitor did. An event that could not be delivered stays queued under its id and goes out with the
 * next one; the edge counts an id once, so sending twice is harmless. Leaving the page hands the rest to sendBeacon.
 *
 * @typedef {import('#core/contract/events').WireEvent} WireEvent
 * @typedef {import('#core/contract/replies').EventsReply} EventsReply
 * @typedef {WireEvent extends infer E ? E extends WireEvent ? Omit<E, 'id' | 'at'> : never : never} Interaction
 */

/** The most undelivered events to keep, and to send in one batch: the edge takes 100. */
const MOST = 100
/** Lists that were shown since the last deed: older ones say little about it. */
const MOST_LISTS = 8

/** @param {ReturnType<typeof import('./api.js').createApi>} call */
export function createEvents(call) {
  /** @type {object[]} */
  let queue = []
  /** @type {object[]} */
  let lists = []

  addEventListener('pagehide', () => {
    if (queue.length > 0 && navigator.sendBeacon('/v1/events', JSON.stringify({ events: queue }))) queue = []
  })

  /**
   * @param {Interaction} interaction
   * @returns {Promise<import('./api.js').Answer<EventsReply>>} settles after the edge recorded it, so that the next read sees it
   */
  async function send(interaction) {
    queue = [...queue, ...lists, { ...interaction, id: crypto.randomUUID(), at: Date.now() }].slice(-MOST)
    const batch = queue
    queue = []
    lists = []
    /** @type {import('./api.js').Answer<EventsReply>} */
    const answer = await call('/v1/events', {
      label: 'events',
      method: 'POST',
      body: { events: batch },
      keepalive: true,
    })
    // A 4xx is final: the same bytes would be refused again. 429 and 5xx are not.
    const retry =
      answer.outcome === 'offline' || (answer.outcome === 'problem' && (answer.status === 429 || answer.status >= 500))
    if (retry) queue = [...batch, ...queue].slice(-MOST)
    return answer
  }
  /**
   * Keeps a list that was shown until the next deed takes it along: by itself it is worth no request.
   * @param {{ impression: string, search: string, items: string[] }} list `search` is the query string that asked for it
   */
  function saw(list) {
    const shown = { ...list, type: 'shown', id: crypto.randomUUID(), at: Date.now() }
    lists = [...lists, shown].slice(-MOST_LISTS)
  }

  /** Drops what was not delivered: after an erasure it must not arrive late. */
  function forget() {
    queue = []
    lists = []
  }

  return { send, saw, forget }
}

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

/** @param {ReturnType<typeof import('./api.js').createApi>} call */
export function createEvents(call) {
  /** @type {object[]} */
  let queue = []

  addEventListener('pagehide', () => {
    if (queue.length > 0 && navigator.sendBeacon('/v1/events', JSON.stringify({ events: queue }))) queue = []
  })

  /**
   * @param {Interaction} interaction
   * @returns {Promise<import('./api.js').Answer<EventsReply>>} settles after the edge recorded it, so that the next read sees it
   */
  async function send(interaction) {
    queue = [...queue, { ...interaction, id: crypto.randomUUID(), at: Date.now() }].slice(-MOST)
    const batch = queue
    queue = []
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
  /** Drops what was not delivered: after an erasure it must not arrive late. */
  function forget() {
    queue = []
  }

  return { send, forget }
}

// @ts-check
/**
 * Asks the edge to forget one search of this visitor.
 *
 * @param {ReturnType<typeof import('./api.js').createApi>} call
 * @param {string} query
 * @returns {Promise<import('./api.js').Answer<import('#core/contract/replies').ForgottenReply>>}
 */
export function forgetQuery(call, query) {
  const url = `/v1/me/queries?${new URLSearchParams({ q: query })}`
  return call(url, { label: 'forget a search', method: 'DELETE' })
}

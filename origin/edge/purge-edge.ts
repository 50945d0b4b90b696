/** `POST /v1/admin/purge` at the edge, once, with the operator's token. */

export type EdgeToPurge = { url: string; token: string }

/** soft: what is held is served once more while it is refreshed. hard: it is not served again. */
export type EdgePurge = { mode: 'soft' | 'hard'; tags: readonly string[] }

const TIMEOUT_MS = 10_000

/** `undefined`: the edge has written it down. Else why not, in the middle of a sentence. */
export async function purgeEdge(edge: EdgeToPurge, purge: EdgePurge): Promise<string | undefined> {
  try {
    const response = await fetch(`${edge.url}/v1/admin/purge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${edge.token}` },
      body: JSON.stringify(purge),
      // The token goes to the address that was given, and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return response.status === 202 ? undefined : `it answered ${response.status}`
  } catch (cause) {
    return cause instanceof Error && cause.name === 'TimeoutError' ? 'it did not answer' : 'it cannot be reached'
  }
}

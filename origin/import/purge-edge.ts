/** Tells the edge that the catalogue has changed: `POST /v1/admin/purge`, once, with the operator's token. */

export type EdgeToPurge = { url: string; token: string }

/**
 * `catalogue` is on every reply that comes from the catalogue. Single items would not do: a new price moves an item in
 * lists that it was not part of. `artifacts`: the suggestions have been built anew.
 */
const TAGS = ['catalogue', 'artifacts']
const TIMEOUT_MS = 10_000

/** `undefined`: the edge has written it down. Else a sentence that says why not. */
export async function purgeEdge(edge: EdgeToPurge): Promise<string | undefined> {
  try {
    const response = await fetch(`${edge.url}/v1/admin/purge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${edge.token}` },
      // Soft: an answer is served once more while it is refreshed, and the origin does not meet every visitor at once.
      body: JSON.stringify({ mode: 'soft', tags: TAGS }),
      // The token goes to the address that was given, and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return response.status === 202 ? undefined : notPurged(edge, `it answered ${response.status}`)
  } catch (cause) {
    return notPurged(
      edge,
      cause instanceof Error && cause.name === 'TimeoutError' ? 'it did not answer' : 'it cannot be reached',
    )
  }
}

const notPurged = ({ url }: EdgeToPurge, why: string): string =>
  `The import is done, but the edge at ${url} was not told (${why}): it serves what it holds until that is too old.`

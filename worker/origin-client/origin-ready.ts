/** Whether any of the origins says that it is ready. Rejects when none can be reached. */
export async function isAnyOriginReady(
  urls: readonly string[],
  ask: { fetch: (url: string, init: RequestInit) => Promise<Response>; timeoutMs: number },
): Promise<boolean> {
  const answers = urls.map(async (url) => {
    const response = await ask.fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ask.timeoutMs) })
    await response.body?.cancel()
    return response.ok
  })
  const ready = answers.map(async (answer) => (await answer) || Promise.reject(new NotReady()))
  try {
    return await Promise.any(ready)
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error
    // One that was reached and is not ready says more than one that was not reached.
    return Promise.any(answers)
  }
}

class NotReady extends Error {}

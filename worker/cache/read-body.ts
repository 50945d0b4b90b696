export type ReadBody = { outcome: 'whole'; bytes: Uint8Array } | { outcome: 'too-large'; response: Response }

/** Reads a body that is to be stored. One that turns out too large is given back unread, as a response to pass on. */
export async function readBody(response: Response, maxBytes: number): Promise<ReadBody> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return { outcome: 'too-large', response }
  if (response.body === null) return { outcome: 'whole', bytes: new Uint8Array() }
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { outcome: 'whole', bytes: concatenated(chunks, size) }
    chunks.push(value)
    size += value.byteLength
    if (size > maxBytes) return { outcome: 'too-large', response: resumed(response, chunks, reader) }
  }
}

function concatenated(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks
  if (chunks.length === 1 && only !== undefined) return only
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

/** The response with what was read of it put back in front. */
function resumed(
  response: Response,
  read: readonly Uint8Array[],
  rest: ReadableStreamDefaultReader<Uint8Array>,
): Response {
  const pending = [...read]
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = pending.shift()
      if (next !== undefined) return controller.enqueue(next)
      const { done, value } = await rest.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => rest.cancel(reason),
  })
  return new Response(body, response)
}

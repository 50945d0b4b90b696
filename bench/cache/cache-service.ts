/**
 * What workerd asks when a Worker uses the Cache API: GET answers with `cf-cache-status`, PUT brings a whole HTTP
 * response as its body. It keeps everything in one isolate and forgets nothing: enough to measure the engines above it.
 */
const stored = new Map<string, { status: number; headers: [string, string][]; body: ArrayBuffer }>()

async function put(request: Request): Promise<Response> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  const text = new TextDecoder('latin1').decode(bytes)
  const end = text.indexOf('\r\n\r\n')
  const [status = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    return name === 'transfer-encoding' ? [] : [[name, line.slice(colon + 1).trim()]]
  })
  stored.set(request.url, { status: Number(status.split(' ')[1]), headers, body: bytes.slice(end + 4).buffer })
  return new Response(null, { status: 204 })
}

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method === 'PUT') return put(request)
    const hit = stored.get(request.url)
    if (hit === undefined) return new Response(null, { status: 504, headers: { 'cf-cache-status': 'MISS' } })
    return new Response(hit.body, { status: hit.status, headers: [...hit.headers, ['cf-cache-status', 'HIT']] })
  },
}

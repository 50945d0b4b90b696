/** A connection to a Redis server that speaks RESP 2: commands go out in order, replies come back in order. */
import { connect } from 'node:net'

export type Reply = string | number | null | Reply[] | { error: string }
export type RespClient = { command(args: readonly string[]): Promise<Reply>; close(): void }

export async function connectResp(port: number): Promise<RespClient> {
  const socket = connect(port, '127.0.0.1')
  const waiting: ((reply: Reply) => void)[] = []
  let buffered = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    buffered = Buffer.concat([buffered, chunk])
    for (let parsed = parse(buffered, 0); parsed !== undefined; parsed = parse(buffered, 0)) {
      buffered = buffered.subarray(parsed.end)
      waiting.shift()?.(parsed.reply)
    }
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  socket.on('close', () => {
    for (const resolve of waiting.splice(0)) resolve({ error: 'connection closed' })
  })
  return {
    command(args) {
      const parts = args.map((arg) => `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`)
      socket.write(`*${args.length}\r\n${parts.join('')}`)
      return new Promise((resolve) => waiting.push(resolve))
    },
    close: () => socket.destroy(),
  }
}

/** The first whole reply at `at`, or `undefined` while more bytes are needed. */
function parse(bytes: Buffer, at: number): { reply: Reply; end: number } | undefined {
  const line = bytes.indexOf('\r\n', at)
  if (line === -1) return undefined
  const text = bytes.toString('utf8', at + 1, line)
  const end = line + 2
  switch (String.fromCharCode(bytes[at] ?? 0)) {
    case '+':
      return { reply: text, end }
    case '-':
      return { reply: { error: text }, end }
    case ':':
      return { reply: Number(text), end }
    case '$': {
      const length = Number(text)
      if (length === -1) return { reply: null, end }
      if (bytes.length < end + length + 2) return undefined
      return { reply: bytes.toString('utf8', end, end + length), end: end + length + 2 }
    }
    case '*':
      return parseArray(bytes, Number(text), end)
    default:
      throw new Error(`not RESP: ${text}`)
  }
}

function parseArray(bytes: Buffer, length: number, start: number): { reply: Reply; end: number } | undefined {
  if (length === -1) return { reply: null, end: start }
  const replies: Reply[] = []
  let end = start
  for (let i = 0; i < length; i++) {
    const item = parse(bytes, end)
    if (item === undefined) return undefined
    replies.push(item.reply)
    end = item.end
  }
  return { reply: replies, end }
}

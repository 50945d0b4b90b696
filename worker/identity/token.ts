/**
 * A visitor's token: `v1.<id>.<issued>.<signature>`, a random 128-bit id signed with HMAC-SHA-256. The edge holds no
 * list of tokens: a valid signature is what makes a visitor. The id itself is never stored or logged; everything
 * behind the edge knows only the pseudonym, a keyed hash of it.
 */

export type Visitor = {
  token: string
  /** Names the session object and the log's rows. 32 hex digits. */ pseudonym: string
}

export type TokenKeys = { sign: CryptoKey; verify: CryptoKey[] }

const TOKEN = /^v1\.([A-Za-z0-9_-]{22})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/
const HMAC = { name: 'HMAC', hash: 'SHA-256' }
const encoder = new TextEncoder()

/** @param secrets at least one; the first signs, all verify. */
export async function importKeys(secrets: string[]): Promise<TokenKeys> {
  const verify = await Promise.all(
    secrets.map((secret) => crypto.subtle.importKey('raw', encoder.encode(secret), HMAC, false, ['sign', 'verify'])),
  )
  const sign = verify[0]
  if (sign === undefined) throw new Error('no identity secret: config.ts promises at least one')
  return { sign, verify }
}

export async function mint(keys: TokenKeys, now: number): Promise<Visitor> {
  const id = base64url(crypto.getRandomValues(new Uint8Array(16)))
  const body = `v1.${id}.${Math.floor(now / 1_000).toString(36)}`
  const signature = base64url(new Uint8Array(await crypto.subtle.sign('HMAC', keys.sign, encoder.encode(body))))
  return { token: `${body}.${signature}`, pseudonym: await pseudonymOf(keys, id) }
}

/** The visitor of a token, or undefined for anything that we did not sign. Constant time in the signature. */
export async function verify(keys: TokenKeys, token: string): Promise<Visitor | undefined> {
  const match = TOKEN.exec(token)
  if (match === null) return undefined
  const [, id = '', , signature = ''] = match
  const body = encoder.encode(token.slice(0, token.lastIndexOf('.')))
  for (const key of keys.verify) {
    if (await crypto.subtle.verify('HMAC', key, fromBase64url(signature), body)) {
      return { token, pseudonym: await pseudonymOf(keys, id) }
    }
  }
  return undefined
}

/** Keyed by the oldest secret, so that putting a new one in front changes nobody's session. */
async function pseudonymOf(keys: TokenKeys, id: string): Promise<string> {
  const key = keys.verify.at(-1) ?? keys.sign
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`pseudonym:${id}`)))
  return Array.from(mac.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}

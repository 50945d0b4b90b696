/**
 * Who asks. A browser on the same site carries the cookie; an app or a page on another site sends the header. A
 * visitor exists only once there is something to remember: reads without a token stay anonymous and cost no object.
 */
import { importKeys, mint, verify, type TokenKeys, type Visitor } from './token.ts'

const VISITOR_COOKIE = '__Host-nearfield'
export const VISITOR_HEADER = 'x-nearfield-visitor'
/** The longest that browsers keep a cookie. */
const COOKIE_MAX_AGE_S = 400 * 86_400
/** Verified tokens kept per isolate, so that a visitor's next request costs no cryptography. */
const VERIFIED_MAX = 5_000

export type Identity = {
  /** The visitor of this request, or undefined when it carries no token that we signed. */
  of(headers: Headers): Visitor | undefined | Promise<Visitor | undefined>
  mint(): Promise<Visitor>
}

export function createIdentity(secrets: string[], now: () => number): Identity {
  let keys: Promise<TokenKeys> | undefined
  const ready = () => (keys ??= importKeys(secrets))
  const verified = new Map<string, Visitor>()

  async function verifyNew(token: string): Promise<Visitor | undefined> {
    const visitor = await verify(await ready(), token)
    if (visitor === undefined) return undefined
    if (verified.size >= VERIFIED_MAX) verified.clear()
    verified.set(token, visitor)
    return visitor
  }

  return {
    of(headers) {
      const token = headers.get(VISITOR_HEADER) ?? cookieOf(headers)
      if (token === undefined) return undefined
      return verified.get(token) ?? verifyNew(token)
    },
    async mint() {
      return mint(await ready(), now())
    },
  }
}

/** What hands a new visitor their token: a cookie readable by no script and sent to no other site, and the header. */
export function tokenHeaders({ token }: Visitor): Record<string, string> {
  const cookie = `${VISITOR_COOKIE}=${token}; Path=/; Max-Age=${COOKIE_MAX_AGE_S}; Secure; HttpOnly; SameSite=Lax`
  return { 'set-cookie': cookie, [VISITOR_HEADER]: token }
}

function cookieOf(headers: Headers): string | undefined {
  const cookies = headers.get('cookie')
  if (cookies === null) return undefined
  const start = `${VISITOR_COOKIE}=`
  const pair = cookies.split('; ').find((cookie) => cookie.startsWith(start))
  return pair?.slice(start.length)
}

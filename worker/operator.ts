/** Whether the operator asks: a bearer token, compared in constant time. */
import type { AppContext } from './request.ts'

export async function isOperator(c: AppContext): Promise<boolean> {
  const given = c.req.header('authorization')?.match(/^Bearer (.{1,256})$/)?.[1]
  return given !== undefined && sameSecret(given, c.get('deps').adminToken)
}

/** Digests have one length, so the comparison tells nothing about the secret's. */
async function sameSecret(given: string, secret: string): Promise<boolean> {
  const encoder = new TextEncoder()
  const [a, b] = await Promise.all([given, secret].map((text) => crypto.subtle.digest('SHA-256', encoder.encode(text))))
  return a !== undefined && b !== undefined && crypto.subtle.timingSafeEqual(a, b)
}

/** Operators only: a bearer token, compared in constant time. */
import type { MiddlewareHandler } from 'hono'
import { problem } from '#core/contract/problem'
import type { AppEnv } from '../request.ts'
import { refuse } from '../respond.ts'

export const admin: MiddlewareHandler<AppEnv> = async function admin(c, next) {
  const given = c.req.header('authorization')?.match(/^Bearer (.{1,256})$/)?.[1] ?? ''
  if (await sameSecret(given, c.var.deps.adminToken)) return next()
  const detail = 'send `authorization: Bearer <ADMIN_TOKEN>`'
  return refuse(c, problem('unauthorised', detail), [['www-authenticate', 'Bearer']])
}

/** Digests have one length, so the comparison tells nothing about the secret's. */
async function sameSecret(given: string, secret: string): Promise<boolean> {
  const encoder = new TextEncoder()
  const [a, b] = await Promise.all([given, secret].map((text) => crypto.subtle.digest('SHA-256', encoder.encode(text))))
  return a !== undefined && b !== undefined && crypto.subtle.timingSafeEqual(a, b)
}

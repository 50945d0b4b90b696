/** Operators only. */
import type { MiddlewareHandler } from 'hono'
import { problem } from '#core/contract/problem'
import { isOperator } from '../operator.ts'
import type { AppEnv } from '../request.ts'
import { refuse } from '../respond.ts'

export const admin: MiddlewareHandler<AppEnv> = async function admin(c, next) {
  if (await isOperator(c)) return next()
  const detail = 'send `authorization: Bearer <ADMIN_TOKEN>`'
  return refuse(c, problem('unauthorised', detail), [['www-authenticate', 'Bearer']])
}

/** Operators only. */
import { problem } from '#core/contract/problem'
import { isOperator } from '../operator.ts'
import type { Handle } from '../request.ts'
import { refuse } from '../respond.ts'

export function admin(next: Handle): Handle {
  return async (c) => {
    if (await isOperator(c)) return next(c)
    const detail = 'send `authorization: Bearer <ADMIN_TOKEN>`'
    return refuse(c, problem('unauthorised', detail), { 'www-authenticate': 'Bearer' })
  }
}

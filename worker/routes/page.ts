/** The files of public/: the demo page and the API's description, where no upstream has their paths. */
import { problem } from '#core/contract/problem'
import { passOn, refuse } from '../respond.ts'
import type { AppContext } from '../request.ts'

/** Redirects such as that of /index.html to / are answers, too. */
const MISSING = 404

export async function page(c: AppContext): Promise<Response> {
  const { method } = c.req
  const isRead = method === 'GET' || method === 'HEAD'
  const file = await c.env.ASSETS.fetch(isRead ? c.req.raw : new Request(c.req.url, { method: 'HEAD' }))
  if (file.status === MISSING) {
    return refuse(c, problem('not-found', 'no route at this path; the API starts at /v1, and /docs lists its routes'))
  }
  if (isRead) return passOn(c, file)
  const detail = `${method} is not one of the methods of this route: GET, HEAD`
  return refuse(c, problem('method-not-allowed', detail), { allow: 'GET, HEAD' })
}

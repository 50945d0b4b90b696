import { problem, type ProblemCode } from '#core/contract/problem'

/** Errors are not cached; `headers` may say otherwise, or add `Retry-After`. */
export function problemReply(code: ProblemCode, detail: string, headers: Record<string, string> = {}): Response {
  const body = problem(code, detail)
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

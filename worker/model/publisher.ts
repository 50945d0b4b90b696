/** Hands an operator's choice, or a trained model, to the origin, which checks and keeps it. Fails closed: the operator is told. */
import type * as v from 'valibot'
import { artifactVersions, type ArtifactVersions, type publishRequest } from '#core/contract/operations'
import { parseReply } from '#core/contract/parse'

/** A model is read, packed and opened before it is served; `latest` builds an index. */
const DEADLINE_MS = 60_000

export type Published =
  | { outcome: 'published'; versions: ArtifactVersions }
  | { outcome: 'refused'; status: number; detail: string }
  | { outcome: 'unavailable'; cause: string }

export type Publisher = {
  choose: (choice: v.InferOutput<typeof publishRequest>) => Promise<Published>
  /** Passed on as it comes: it may be larger than what a request should hold in memory. */
  upload: (model: ReadableStream) => Promise<Published>
}

export function createPublisher(target: { originUrl: string; originSecret: string; fetch: typeof fetch }): Publisher {
  async function send(path: string, body: string | ReadableStream): Promise<Published> {
    try {
      const response = await target.fetch(`${target.originUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${target.originSecret}` },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(DEADLINE_MS),
      })
      const answer: unknown = await response.json()
      if (response.ok) return { outcome: 'published', versions: parseReply(artifactVersions, answer) }
      if (response.status >= 500) return { outcome: 'unavailable', cause: `the origin answered ${response.status}` }
      return { outcome: 'refused', status: response.status, detail: detailOf(answer) }
    } catch (cause) {
      return { outcome: 'unavailable', cause: String(cause) }
    }
  }
  return {
    choose: (choice) => send('/v1/publish', JSON.stringify(choice)),
    upload: (model) => send('/v1/models', model),
  }
}

function detailOf(body: unknown): string {
  const known = typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string'
  return known ? String(body.detail) : 'the origin refused this request'
}

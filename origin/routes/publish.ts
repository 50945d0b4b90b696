import type { Handler } from 'hono'
import * as v from 'valibot'
import { ARTIFACT_KINDS, publishRequest } from '#core/contract/operations'
import type { ArtifactKind } from '../artifacts/artifact.ts'
import { artifactFault } from '../artifacts/check-artifact.ts'
import { problemReply } from '../http/problem-reply.ts'
import { readQuery } from '../http/query.ts'
import { readBody } from '../http/read-body.ts'
import type { Ports } from '../ports.ts'

const MAX_BYTES = 1_024
const uncached = { 'cache-control': 'no-store' }

const parameters = v.object({ kind: v.optional(v.picklist(ARTIFACT_KINDS), 'suggest') })

export function artifactVersions({ artifacts }: Ports): Handler {
  return async (c) => {
    const query = readQuery(c.req.url, parameters)
    if (query.outcome === 'rejected') return problemReply('bad-request', query.detail)
    return c.json(await artifacts.versions(query.value.kind), 200, uncached)
  }
}

/** Serves another version, which is opened once before: a damaged file never goes out. `latest` builds a new one. */
export function publish({ artifacts }: Ports, rebuild: (kind: ArtifactKind) => Promise<void>): Handler {
  return async (c) => {
    const request = await readBody(c.req.raw, publishRequest, MAX_BYTES)
    if (request.outcome === 'refused') return request.response
    const { artifact, kind: asked = 'suggest' } = request.value
    const versions = async (kind: ArtifactKind) => c.json(await artifacts.versions(kind), 200, uncached)
    if (artifact === 'none') {
      if (asked !== 'model')
        return problemReply('bad-request', 'artifact: none is for the kind model; others are built')
      await artifacts.withdraw('model')
      return versions('model')
    }
    if (artifact === 'latest' && asked !== 'model') {
      await artifacts.release(asked)
      await rebuild(asked)
      return versions(asked)
    }
    const name = artifact === 'latest' ? await newest(artifacts, 'model') : artifact
    const kind = ARTIFACT_KINDS.find((known) => name.startsWith(`${known}-`))
    const bytes = kind === undefined ? null : await artifacts.read(name)
    if (kind === undefined || bytes === null) {
      return problemReply(
        'not-found',
        `no artifact "${name}", or its file is damaged; the origin's GET /v1/artifacts/versions?kind=${asked} lists them`,
      )
    }
    if (request.value.kind !== undefined && request.value.kind !== kind) {
      return problemReply('bad-request', `"${name}" is of kind ${kind}, not ${asked}`)
    }
    const fault = await artifactFault(artifacts, kind, bytes)
    if (fault !== null) return problemReply('bad-request', `"${name}" is not published: ${fault}`)
    await artifacts.point(kind, name, 'operator')
    return versions(kind)
  }
}

const newest = async (artifacts: Ports['artifacts'], kind: ArtifactKind): Promise<string> =>
  (await artifacts.versions(kind)).versions[0]?.name ?? ''

import { Hono } from 'hono'
import type { ArtifactKind } from './artifacts/artifact.ts'
import { auth, type Access } from './http/auth.ts'
import { onFault } from './http/on-fault.ts'
import { problemReply } from './http/problem-reply.ts'
import { withoutParameters } from './http/without-parameters.ts'
import type { Ports } from './ports.ts'
import { artifactBytes, artifactPointers } from './routes/artifacts.ts'
import { catalogue } from './routes/catalogue.ts'
import { health, ready } from './routes/health.ts'
import { items } from './routes/items.ts'
import { appendLog } from './routes/log.ts'
import { takeModel } from './routes/models.ts'
import { artifactVersions, publish } from './routes/publish.ts'
import { changeRemovals, listRemovals } from './routes/removals.ts'
import { retrieve } from './routes/retrieve.ts'
import { listRules, replaceRules } from './routes/rules.ts'
import { similar } from './routes/similar.ts'
import { suggestDeltaRoute } from './routes/suggest-delta.ts'
import { trending } from './routes/trending.ts'

/** Every route of the origin. */
export function originApp(ports: Ports, access: Access, rebuild: (kind: ArtifactKind) => Promise<void>): Hono {
  const app = new Hono()
  app.onError(onFault)
  app.notFound(() => problemReply('not-found', "no such route; see docs/DESIGN.md for the origin's routes"))

  app.get('/healthz', health)
  app.get('/readyz', ready(ports))

  app.use('/v1/*', auth(access))
  app.get('/v1/catalogue', withoutParameters, catalogue(ports))
  app.get('/v1/retrieve', retrieve(ports))
  app.get('/v1/items', items(ports))
  app.get('/v1/trending', trending(ports))
  app.get('/v1/similar', similar(ports))
  app.get('/v1/artifacts', withoutParameters, artifactPointers(ports))
  app.get('/v1/artifacts/versions', artifactVersions(ports))
  app.get('/v1/artifacts/suggest-delta', withoutParameters, suggestDeltaRoute(ports))
  app.get('/v1/artifacts/:name', withoutParameters, artifactBytes(ports))
  app.post('/v1/log', withoutParameters, appendLog(ports))
  app.post('/v1/publish', withoutParameters, publish(ports, rebuild))
  app.post('/v1/models', withoutParameters, takeModel(ports))
  app.get('/v1/removals', withoutParameters, listRemovals(ports))
  app.post('/v1/removals', withoutParameters, changeRemovals(ports))
  app.get('/v1/rules', withoutParameters, listRules(ports))
  app.put('/v1/rules', withoutParameters, replaceRules(ports))

  // Only reached with another method than the ones above.
  for (const path of ['/v1/log', '/v1/publish', '/v1/models']) {
    app.all(path, () => problemReply('method-not-allowed', 'use POST', { allow: 'POST' }))
  }
  app.all('/v1/removals', () => problemReply('method-not-allowed', 'use GET or POST', { allow: 'GET, HEAD, POST' }))
  app.all('/v1/rules', () => problemReply('method-not-allowed', 'use GET or PUT', { allow: 'GET, HEAD, PUT' }))
  for (const path of READ_ROUTES)
    app.all(path, () => problemReply('method-not-allowed', 'use GET', { allow: 'GET, HEAD' }))
  return app
}

const READ_ROUTES = [
  '/healthz',
  '/readyz',
  '/v1/catalogue',
  '/v1/retrieve',
  '/v1/items',
  '/v1/trending',
  '/v1/similar',
  '/v1/artifacts',
  '/v1/artifacts/:name',
]

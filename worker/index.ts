import { Hono } from 'hono'
import { DurableObject } from 'cloudflare:workers'
export class SessionObject extends DurableObject {}
export class BucketObject extends DurableObject {}
const app = new Hono()
app.get('/healthz', (c) => c.json({ status: 'ok' }))
export default app

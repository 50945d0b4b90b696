import { Hono } from 'hono'
export { SessionObject } from '../durable-objects/session.ts'
export { BucketObject } from '../durable-objects/bucket.ts'
const app = new Hono()
app.get('/healthz', (c) => c.json({ status: 'ok' }))
export default app

/** The peer: the least that a Hono Worker can do. */
import { Hono } from 'hono'

const app = new Hono()
app.get('/hello', (c) => c.text('hello'))

export default app

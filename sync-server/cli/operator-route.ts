import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import { emailAddress, personName, role } from '../../shared/identity/events.ts'
import { inboxName } from '../../shared/inboxes/events.ts'
import { id } from '../../shared/kernel/message.ts'
import type { Operator } from './operator.ts'

const newcomer = v.object({
  name: personName,
  email: emailAddress,
  role,
  password: v.pipe(v.string(), v.minLength(8), v.maxLength(200)),
  inboxes: v.array(id)
})

const secret = v.pipe(v.string(), v.maxLength(1000))
const newInbox = v.object({
  inbox: id,
  platform: v.picklist(['whatsapp', 'webchat']),
  name: inboxName,
  account: id,
  appSecret: secret,
  verifyToken: secret,
  accessToken: secret
})

/**
 * `/operator/…`: the command line's way into a running server. The token is in a file that only
 * the operator's own account on this machine can read, and is another one after every start.
 */
export function operatorRoutes(operator: Operator, token: string): Hono {
  const routes = new Hono()
  routes.use(async (context, next) => {
    const given = context.req.header('authorization')?.replace(/^Bearer /, '') ?? ''
    return timingSafeEqual(digest(given), digest(token)) ? next() : context.text('no', 404)
  })
  routes.get('/tenants', async context => context.json(await operator.tenants()))
  routes.post('/tenants/:tenant/users', async context => {
    const form = v.safeParse(newcomer, await context.req.json().catch(() => null))
    if (!form.success) return context.json({ result: 'bad-request' }, 400)
    const { inboxes, ...person } = form.output
    return context.json({ result: await operator.addUser(context.req.param('tenant'), person, inboxes) })
  })
  routes.post('/tenants/:tenant/inboxes', async context => {
    const form = v.safeParse(newInbox, await context.req.json().catch(() => null))
    if (!form.success) return context.json({ result: 'bad-request' }, 400)
    return context.json({ result: await operator.connectInbox(context.req.param('tenant'), form.output) })
  })
  routes.get('/tenants/:tenant/export', async context => {
    const lines = await operator.export(context.req.param('tenant'))
    if (lines === null) return context.text('no such workspace', 404)
    // A fault in the middle breaks the connection: half an export must not look like a whole one.
    return new Response(ReadableStream.from(encoded(lines)), { headers: { 'Content-Type': 'application/x-ndjson' } })
  })
  return routes
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const some of lines) yield encoder.encode(some)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

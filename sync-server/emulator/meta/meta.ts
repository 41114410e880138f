import { createHmac, randomInt } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { answering, inWeather, said, type VendorContext, type VendorRoutes } from '../answering.ts'
import { pictureOf } from '../picture.ts'
import type { Role, RoleParts } from '../stand-in.ts'
import type { Dialect } from './dialect.ts'
import { badFile, kindOf } from './judge.ts'
import { createNetwork } from './network.ts'
import { knowsSendError, metaDown, sendError } from './send-error.ts'
import { isGood, renewed } from './tokens.ts'

/** A Messenger or an Instagram that speaks the Send API both ways. Source: Meta, "Messenger Platform", "Instagram Messaging". */
export function metaRole(dialect: Dialect): Role {
  return {
    strategy: dialect.strategy,
    // A person has another id for every page and every account.
    ids: { invented: () => `5${randomInt(1e14, 2e14)}`, readable: id => `user ${id}` },
    says: ['image', 'reaction'],
    later: dialect.later,
    knows: knowsSendError,
    seal({ appSecret }) {
      return payload => {
        const body = JSON.stringify(payload)
        const signature = createHmac('sha256', appSecret).update(body).digest('hex')
        const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
        return { headers, body }
      }
    },
    play(parts) {
      const network = createNetwork(parts, dialect)
      return { ...network, routes: graphRoutes(parts, dialect, network) }
    }
  }
}

function graphRoutes(
  parts: RoleParts,
  dialect: Dialect,
  { ask }: Pick<ReturnType<typeof createNetwork>, 'ask'>
): VendorRoutes {
  const { world, account } = parts
  const routes: VendorRoutes = new Hono()
  const refused = (c: VendorContext) => {
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
    if (!isGood(token, account.accessToken)) return sendError('190')
    const node = c.req.param('node')
    // To the account's own token `me` is the account.
    return node === 'me' || node === account.account ? undefined : sendError('100', `Object '${node}' does not exist`)
  }
  routes.use(bodyLimit({ maxSize: 26 * 1024 * 1024 }))
  routes.post('/v23.0/:node/messages', async c => {
    const request: unknown = await c.req.json().catch(() => undefined)
    const weathered = () => inWeather(world, { down: metaDown, error: sendError }, () => ask(request))
    return answering(c, world, { title: titleOf(request), request }, async () => refused(c) ?? weathered())
  })
  routes.post('/v23.0/:node/message_attachments', async c => {
    const not = refused(c) ?? (world.mood().down ? metaDown() : undefined)
    if (not) return said(not)
    return dialect.uploads ? bring(c, parts, dialect) : said(sendError('100', 'Unsupported post request'))
  })
  routes.get('/v23.0/:node', c => {
    const not = refused(c)
    if (not) return said(not)
    const { account: id, name } = account
    return c.json(dialect.object === 'page' ? { id, name } : { id, user_id: id, username: name.toLowerCase() })
  })
  routes.get('/refresh_access_token', c => {
    if (dialect.object === 'page') return said(sendError('100', 'Unsupported get request'))
    const query = new URL(c.req.url).searchParams
    return said(world.mood().down ? metaDown() : renewed(query, account.accessToken))
  })
  // The address is its own proof, for as long as it holds.
  routes.get('/files/:file{[0-9]{6,20}}', c =>
    c.body(new Uint8Array(pictureOf(c.req.param('file'))), 200, { 'content-type': 'image/png' })
  )
  return routes
}

const attaching = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({
    attachment: v.looseObject({
      type: v.picklist(['image', 'audio', 'video', 'file']),
      payload: v.looseObject({ is_reusable: v.optional(v.boolean()) })
    })
  })
)

/** Source: Meta, "Messenger Platform", "Saving assets". */
async function bring(c: VendorContext, { shelf }: RoleParts, dialect: Dialect): Promise<Response> {
  const form = await c.req.formData().catch(() => undefined)
  const message = v.safeParse(attaching, form?.get('message'))
  const file = form?.get('filedata')
  if (!message.success || !(file instanceof File)) return said(sendError('100'))
  const brought = { mime: file.type, name: file.name, body: file }
  const bad = badFile(dialect, brought, kindOf(message.output.attachment))
  return said(bad ?? { status: 200, body: { attachment_id: shelf.put(brought).id } })
}

function titleOf(body: unknown): string {
  const { sender_action, message } = (body ?? {}) as {
    sender_action?: unknown
    message?: { attachment?: { type?: unknown } }
  }
  if (typeof sender_action === 'string') return sender_action.replaceAll('_', ' ')
  const type = message?.attachment?.type
  return `send ${typeof type === 'string' ? type : 'text'}`
}

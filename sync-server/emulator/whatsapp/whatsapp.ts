import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { whatsapp as strategy } from '../../../shared/platforms/whatsapp.ts'
import { answering, said, type VendorRoutes } from '../answering.ts'
import { pictureOf } from '../picture.ts'
import type { Role, RoleParts } from '../stand-in.ts'
import type { Business } from './business.ts'
import { graphError, isGraphError } from './graph-error.ts'
import { whatsappIds } from './ids.ts'
import { createNetwork, type Network } from './network.ts'
import { templatePage } from './templates.ts'

/** A WhatsApp that speaks the documented API both ways. Source: Meta, "WhatsApp Cloud API". */
export const whatsapp: Role<Business> = {
  strategy,
  ids: whatsappIds,
  says: ['image', 'location', 'reaction', 'group'],
  // Told to numbers that the WhatsApp Business app has, too ("coexistence"). Source: Meta, "Edit messages webhook
  // reference", "Revoke messages webhook reference".
  later: { edit: { forMs: 15 * 60_000 }, unsend: { forMs: 2 * 86_400_000 } },
  knows: isGraphError,
  seal({ appSecret }) {
    return payload => {
      const body = JSON.stringify(payload)
      const signature = createHmac('sha256', appSecret).update(body).digest('hex')
      const headers = {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${signature}`,
        'user-agent': 'facebookexternalua'
      }
      return { headers, body }
    }
  },
  play(parts) {
    const network = createNetwork(parts)
    const routes: VendorRoutes = new Hono()
    const [small, large] = [bodyLimit({ maxSize: 256 * 1024 }), bodyLimit({ maxSize: 101 * 1024 * 1024 })]
    routes.use((c, next) => (c.req.path.endsWith('/media') ? large : small)(c, next))
    graphRoutes(routes, parts, network)
    templateRoutes(routes, parts)
    fileRoutes(routes, parts)
    return { ...network, routes }
  }
}

type Parts = RoleParts<Business>

/** The Graph API, as Daybook calls it. */
function graphRoutes(routes: VendorRoutes, { world, account }: Parts, network: Network): void {
  routes.post('/v23.0/:account/messages', async c => {
    const request: unknown = await c.req.json().catch(() => undefined)
    return answering(c, world, { title: titleOf(request), request }, async () => {
      const asked = c.req.param('account')
      if (c.req.header('authorization') !== `Bearer ${account.accessToken}`) return graphError(190)
      if (asked !== account.account) return graphError(100, `Object with ID '${asked}' does not exist`)
      return network.ask(request)
    })
  })
  routes.post('/v23.0/:account/media', async c => {
    if (c.req.header('authorization') !== `Bearer ${account.accessToken}`) return said(graphError(190))
    if (c.req.param('account') !== account.account) return said(graphError(100))
    const form = await c.req.formData().catch(() => undefined)
    return said(form ? network.bring(form) : graphError(100, 'The body is no form.'))
  })
}

/** What the account may say at any time. */
function templateRoutes(routes: VendorRoutes, { world, account }: Parts): void {
  routes.get('/v23.0/:business/message_templates', async c => {
    if (c.req.header('authorization') !== `Bearer ${account.accessToken}`) return said(graphError(190))
    if (world.mood().down) return c.text('down', 503)
    const asked = c.req.param('business')
    if (asked !== account.business) return said(graphError(100, `Object with ID '${asked}' does not exist`))
    return c.json(templatePage(await account.templates(), new URL(c.req.url)))
  })
}

/** Files, as Daybook asks for them: by their id, then at the address it was told, both times with the token. */
function fileRoutes(routes: VendorRoutes, { world, account, origin }: Parts): void {
  const isDaybook = (authorization: string | undefined) => authorization === `Bearer ${account.accessToken}`
  routes.get('/v23.0/:file{[0-9]{6,20}}', c => {
    if (!isDaybook(c.req.header('authorization'))) return said(graphError(190))
    if (world.mood().down) return c.text('down', 503)
    const id = c.req.param('file')
    if (id === account.account) {
      return c.json({ id, display_phone_number: account.address, verified_name: account.name })
    }
    const url = `${origin()}/emulator/whatsapp/files/${id}`
    return c.json({ messaging_product: 'whatsapp', url, mime_type: 'image/png', id })
  })
  routes.get('/files/:file{[0-9]{6,20}}', c => {
    if (!isDaybook(c.req.header('authorization'))) return c.text('', 401)
    return c.body(new Uint8Array(pictureOf(c.req.param('file'))), 200, { 'content-type': 'image/png' })
  })
}

function titleOf(body: unknown): string {
  const { type, status, typing_indicator } = (body ?? {}) as Record<string, unknown>
  if (status === 'read') return typing_indicator ? 'typing' : 'mark read'
  return `send ${typeof type === 'string' ? type : 'text'}`
}

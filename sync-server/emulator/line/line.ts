import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { line as strategy } from '../../../shared/platforms/line.ts'
import { answering, inWeather, said, type VendorAnswer, type VendorContext, type VendorRoutes } from '../answering.ts'
import { pictureOf } from '../picture.ts'
import type { Role, RoleParts } from '../stand-in.ts'
import { sealed } from './events.ts'
import { knowsLineError, lineError, requestId } from './line-error.ts'
import { createNetwork } from './network.ts'

/** A LINE that speaks the Messaging API both ways. Source: LINE, "Messaging API reference". */
export const line: Role = {
  strategy,
  ids: { invented: () => `U${randomBytes(16).toString('hex')}`, readable: id => `user ${id.slice(0, 7)}…` },
  says: ['image', 'location', 'group'],
  // For how long depends on the app. Said to an account alone, nothing can be changed. Source: LINE, "Unsend event", "Edit event".
  later: { unsend: {} },
  knows: knowsLineError,
  seal: ({ appSecret }) => sealed(appSecret),
  play(parts) {
    const network = createNetwork(parts)
    return { ...network, routes: lineRoutes(parts, network) }
  }
}

type Network = ReturnType<typeof createNetwork>

function lineRoutes(parts: RoleParts, { push, load, mark }: Network): VendorRoutes {
  const { world, account } = parts
  const routes: VendorRoutes = new Hono()
  const refused = (c: VendorContext) =>
    c.req.header('authorization') === `Bearer ${account.accessToken}` ? undefined : lineError('401')
  routes.use(bodyLimit({ maxSize: 256 * 1024 }))
  const asked = (
    path: string,
    title: string,
    act: (body: unknown, c: VendorContext) => VendorAnswer | Promise<VendorAnswer>
  ) =>
    routes.on(['POST', 'PUT'], path, async c => {
      const request: unknown = await c.req.json().catch(() => undefined)
      const weather = { down: () => lineError('500'), error: lineError }
      const weathered = () => inWeather(world, weather, () => act(request, c))
      return answering(c, world, { title, request }, async () => refused(c) ?? weathered())
    })
  asked('/v2/bot/message/push', 'push', (body, c) => push(body, c.req.header('x-line-retry-key')))
  asked('/v2/bot/chat/loading/start', 'loading', load)
  asked('/v2/bot/chat/markAsRead', 'mark as read', mark)
  asked('/v2/bot/channel/webhook/endpoint', 'set webhook', () => ({ status: 200, body: {}, headers: requestId() }))
  // Where a person can chat, nothing is read by itself. Source: LINE, "Get bot info".
  routes.get('/v2/bot/info', c => {
    const { account: userId, address: basicId, name: displayName } = account
    const body = { userId, basicId, displayName, chatMode: 'chat', markAsReadMode: 'manual' }
    return said(refused(c) ?? { status: 200, body, headers: requestId() })
  })
  routes.get('/v2/bot/message/:message{[0-9]+}/content', c => {
    const not = refused(c)
    if (not) return said(not)
    return c.body(new Uint8Array(pictureOf(c.req.param('message'))), 200, { 'content-type': 'image/png' })
  })
  return routes
}

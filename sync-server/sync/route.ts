import { upgradeWebSocket, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { WebSocket } from 'ws'
import { ownOriginRequired } from '../identity/origin.ts'
import { signInOf } from '../identity/routes.ts'
import type { SignIn, SignIns } from '../identity/sign-ins.ts'
import { openSession, type Session, type SyncDeps } from './session.ts'
import { wireOver } from './socket-wire.ts'

/** `GET /sync`: the socket of an agent's device. Who may not, is told so before the upgrade. */
export function syncRoute(deps: SyncDeps, signIns: SignIns, publicOrigin: string | undefined): Hono {
  const routes = new Hono<{ Variables: { signIn: SignIn }; Bindings: HttpBindings }>()
  routes.use(ownOriginRequired(publicOrigin))
  routes.use(async (context, next) => {
    const signIn = await signInOf(context, signIns)
    if (signIn === null) return context.json({ error: 'signed-out' }, 401)
    context.set('signIn', signIn)
    return next()
  })
  routes.get(
    '/',
    upgradeWebSocket(context => {
      let session: Session | undefined
      const signIn: SignIn = context.get('signIn')
      const unpacks = context.req.query('packed') !== undefined
      const connection = (context.env as HttpBindings).incoming.socket
      return {
        onOpen: (_, socket) => {
          session = openSession(deps, signIn, wireOver(socket.raw as WebSocket, connection, unpacks))
        },
        onMessage: ({ data }) => session?.receive(typeof data === 'string' ? data : ''),
        onClose: () => session?.closed()
      }
    })
  )
  return routes as unknown as Hono
}

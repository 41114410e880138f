import { upgradeWebSocket } from '@hono/node-server'
import { Hono } from 'hono'
import type { WebSocket } from 'ws'
import { ownOriginRequired } from '../identity/origin.ts'
import { signInOf } from '../identity/routes.ts'
import type { SignIn, SignIns } from '../identity/sign-ins.ts'
import { openSession, type Session, type SyncDeps } from './session.ts'
import type { Wire } from './wire.ts'

/** `GET /sync`: the socket of an agent's device. Who may not, is told so before the upgrade. */
export function syncRoute(deps: SyncDeps, signIns: SignIns, publicOrigin: string | undefined): Hono {
  const routes = new Hono<{ Variables: { signIn: SignIn } }>()
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
      return {
        onOpen: (_, socket) => {
          session = openSession(deps, signIn, wireOver(socket.raw as WebSocket))
        },
        onMessage: ({ data }) => session?.receive(typeof data === 'string' ? data : ''),
        onClose: () => session?.closed()
      }
    })
  )
  return routes as unknown as Hono
}

const goneAfterMs = 2000

function wireOver(socket: WebSocket): Wire {
  return {
    send(encoded) {
      // The error of a socket that just closed is its `close` event, which comes anyway.
      socket.send(encoded, { binary: false }, () => undefined)
    },
    waiting: () => socket.bufferedAmount,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close() {
      socket.close(1000)
      setTimeout(() => socket.terminate(), goneAfterMs).unref()
    },
    cut: () => socket.terminate()
  }
}

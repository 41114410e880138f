import { upgradeWebSocket } from '@hono/node-server'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { WebSocket } from 'ws'
import { id } from '../../shared/kernel/message.ts'
import { ownOriginRequired } from '../identity/origin.ts'
import { signInOf } from '../identity/routes.ts'
import type { SignIn, SignIns } from '../identity/sign-ins.ts'
import { closing, longestUpdate, pulseMs, type Closing } from './limits.ts'
import type { Seat, Together } from './together.ts'

/** Frames that may come before the seat is ready: what a client says on opening. */
const mostEarly = 8

/**
 * `GET /together/<conversation>`: the socket that y-websocket opens, with the session's cookie.
 * It may be dropped at any time without hurting an event.
 */
export function togetherRoute(
  together: Together,
  signIns: SignIns,
  publicOrigin: string | undefined,
  everyMs = pulseMs
): Hono {
  const routes = new Hono<{ Variables: { signIn: SignIn } }>()
  routes.use(ownOriginRequired(publicOrigin))
  routes.use(async (context, next) => {
    const signIn = await signInOf(context, signIns)
    if (signIn === null) return context.json({ error: 'signed-out' }, 401)
    context.set('signIn', signIn)
    return next()
  })
  routes.get(
    '/:conversation{.+}',
    upgradeWebSocket(context => {
      const signIn: SignIn = context.get('signIn')
      const conversation = context.req.param('conversation') ?? ''
      let end: () => void = () => undefined
      let hear: (data: unknown) => void = () => undefined
      return {
        onOpen: (_, socket) => {
          const raw = socket.raw as WebSocket
          const seat = seated(together, signIn, conversation, raw)
          const stop = cutWhenGone(raw, everyMs)
          hear = seat.hear
          end = () => {
            stop()
            seat.end()
          }
        },
        onMessage: ({ data }) => hear(data),
        onClose: () => end()
      }
    })
  )
  return routes as unknown as Hono
}

/**
 * A phone that goes into a tunnel says no goodbye: its seat would be taken, and its person be there, until the machine
 * gives the connection up. Returns how to stop.
 */
function cutWhenGone(socket: WebSocket, everyMs: number): () => void {
  let isThere = true
  socket.on('pong', () => {
    isThere = true
  })
  const pulse = setInterval(() => {
    if (!isThere) return socket.terminate()
    isThere = false
    socket.ping()
  }, everyMs)
  return () => clearInterval(pulse)
}

/** What comes before the seat is ready waits; what comes after the socket has closed is nobody's. */
function seated(together: Together, signIn: SignIn, conversation: string, socket: WebSocket) {
  const early: Uint8Array[] = []
  let seat: Seat | undefined
  let isOver = false
  const close = (code: Closing) => {
    isOver = true
    socket.close(code)
    setTimeout(() => socket.terminate(), 2000).unref()
  }
  const guest = {
    send: (frame: Uint8Array) => socket.send(frame, { binary: true }, () => undefined),
    waiting: () => socket.bufferedAmount,
    close
  }
  const entering = v.is(id, conversation)
    ? together.enter(signIn, conversation, guest)
    : Promise.resolve<Closing>(closing.notYours)
  entering.then(
    answer => {
      if (typeof answer === 'number') return close(answer)
      if (isOver) return answer.leave()
      seat = answer
      for (const frame of early) seat.hear(frame)
    },
    () => close(closing.goingDown)
  )
  return {
    hear(data: unknown) {
      if (isOver) return
      if (!(data instanceof ArrayBuffer)) return close(closing.notUnderstood)
      if (data.byteLength > longestUpdate + 64) return close(closing.tooLarge)
      const frame = new Uint8Array(data)
      if (seat) seat.hear(frame)
      else if (early.push(frame) > mostEarly) close(closing.tooMany)
    },
    end() {
      isOver = true
      seat?.leave()
    }
  }
}

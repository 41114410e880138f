import { upgradeWebSocket } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import type { WSContext, WSEvents } from 'hono/ws'
import type { Logger } from 'pino'
import type { ChatDown } from '../../../shared/protocol/webchat.ts'
import type { Surface, SurfaceParts } from '../surface.ts'
import type { InboxSecret } from '../secrets.ts'
import { bringing } from './bringing.ts'
import { Line, type LineEnds, type LineParts } from './line.ts'
import { pace } from '../pace.ts'
import { openRooms } from './rooms.ts'
import { openVisitors } from './visitors.ts'

/** Characters. The longest message, and every one of them escaped. */
const longestFrame = 130_000
const mostWaiting = 100
const mostBufferedBytes = 1_048_576
/** The page gives a sign of life every 20 s. */
const silentAfterMs = 75_000

type Guest = { readonly inbox: InboxSecret; readonly address: string; readonly title: string }
type ChatEnv = { Variables: { guest: Guest } }

/** One open socket, so that it can be hung up from here. */
type Call = { lastHeard: number; hangUp(comeBackAfterMs: number): void }

/** `/chat/<inbox>/socket`: the customers' pages talk with the server here. What they say: `shared/protocol/webchat.ts`. */
export function openChat(parts: SurfaceParts): Surface {
  const { actors, people, streams, follow, files, fileLinks, logger } = parts
  const nameOf = async (tenant: string, agent: string) => (await actors.state(tenant, 'agent', agent)).name
  const rooms = openRooms({ streams, follow, nameOf, fileLinks, logger })
  const visitors = openVisitors(parts.sql)
  const lineParts: LineParts = {
    actors,
    people,
    rooms,
    files,
    visitors,
    log: parts.incarnation,
    visitorPace: pace({ burst: 20, perSecond: 2 }),
    // Many may write from behind one address.
    addressPace: pace({ burst: 200, perSecond: 20 })
  }
  const calls = new Set<Call>()
  const sweep = setInterval(() => {
    const now = Date.now()
    for (const call of calls) if (now - call.lastHeard > silentAfterMs) call.hangUp(0)
  }, silentAfterMs / 5)
  sweep.unref()

  const routes = new Hono<ChatEnv>()
  const take = upgradeWebSocket(c => serve(c.get('guest') as Guest, lineParts, calls, logger))
  routes.get('/:inbox/socket', receive(parts), take)
  routes.put('/:inbox/files/:file{[0-9a-f]{64}}', bringing(parts, visitors))
  return {
    platform: 'webchat',
    path: '/chat',
    routes: routes as unknown as Hono,
    writing: (tenant, conversation, agent) => rooms.writing(tenant, conversation, agent),
    stop() {
      clearInterval(sweep)
      rooms.stop()
      for (const call of calls) call.hangUp(1000)
    }
  }
}

/** Before the upgrade: is there such a chat, and is this address not knocking too often? */
function receive({ secrets, actors, addressOf }: SurfaceParts): MiddlewareHandler<ChatEnv> {
  const arrivals = pace({ burst: 120, perSecond: 4 })
  return async (c, next) => {
    const inbox = await secrets.of(c.req.param('inbox') ?? '')
    if (inbox?.platform !== 'webchat') return c.text('no such chat', 404)
    const address = addressOf(c)
    if (arrivals.take(address, Date.now()) > 0) return c.text('too many at once', 429)
    const { name: title } = await actors.state(inbox.tenant, 'inbox', inbox.inbox)
    c.set('guest', { inbox, address, title })
    return next()
  }
}

function serve(
  { inbox: { tenant, inbox }, address, title }: Guest,
  parts: LineParts,
  calls: Set<Call>,
  logger: Logger
): WSEvents {
  let call: Call | undefined
  let line: Line | undefined
  let turn = Promise.resolve()
  let waiting = 0
  const leave = () => {
    line?.leave()
    if (call) calls.delete(call)
  }
  return {
    onOpen(_event, socket) {
      const hangUp = (comeBackAfterMs: number) => {
        leave()
        write(socket, { type: 'bye', comeBackAfterMs })
        socket.close(1001)
      }
      const ends: LineEnds = { tenant, inbox, address, title, say: frame => write(socket, frame), hangUp }
      line = new Line(parts, ends)
      call = { lastHeard: Date.now(), hangUp }
      calls.add(call)
    },
    onMessage({ data }, socket) {
      if (typeof data !== 'string' || data.length > longestFrame || waiting >= mostWaiting) {
        leave()
        // What it has flooded us with and is still waiting, is not heard any more.
        line = undefined
        return socket.close(1008)
      }
      if (call) call.lastHeard = Date.now()
      waiting++
      turn = turn
        .then(() => line?.hear(data))
        .catch((error: unknown) => {
          // The page keeps its words until they are `kept`, and says them again.
          logger.error({ inbox, fault: error instanceof Error ? error.message : String(error) }, 'a web chat broke off')
          call?.hangUp(2000)
        })
        .finally(() => waiting--)
    },
    onClose: leave,
    onError: leave
  }
}

/** A page that does not read is cut off: it comes back, says what it has, and is told the rest. */
function write(socket: WSContext, frame: ChatDown): void {
  const { bufferedAmount = 0 } = socket.raw as { bufferedAmount?: number }
  if (socket.readyState !== 1) return
  if (bufferedAmount > mostBufferedBytes) socket.close(1013)
  else socket.send(JSON.stringify(frame))
}

import { WebSocket } from 'ws'
import type { Me } from '../../web/app/live.ts'
import type { Wire } from '../../web/sync/socket.ts'
import { FakeLocks, openTab, type Tab } from '../web/support/tab.ts'
import { until } from '../web/support/until.ts'

/** The web's own engine over real sockets: what an agent has in a browser, but for the screen. */
export type RealDevice = Tab & {
  /** From here on there is a network, to this server. */
  goOnline(url: string, cookie: string): Promise<void>
  goOffline(): Promise<void>
  /** Everything that was said here is confirmed by the server. */
  drained(): Promise<void>
}

/** Nobody listens there. */
const nowhere = 'ws://127.0.0.1:9'
const patienceMs = 120_000

export async function realDevice(me: Me): Promise<RealDevice> {
  let reach: { readonly url: string; readonly cookie: string } | null = null
  const sockets = new Set<WebSocket>()
  const dial = (): Wire => {
    const socket = reach
      ? new WebSocket(`${reach.url.replace('http', 'ws')}/sync`, {
          headers: { cookie: reach.cookie },
          origin: reach.url
        })
      : new WebSocket(nowhere)
    sockets.add(socket)
    // Closed by the engine while it was still connecting, it complains to nobody.
    socket.on('error', () => undefined)
    return socket as unknown as Wire
  }
  const tab = await openTab({ dial }, me, new FakeLocks())
  const state = () => tab.live.connection.peek().state
  return Object.assign(tab, {
    async goOnline(url: string, cookie: string) {
      reach = { url, cookie }
      // Woken again and again: what it dialled before may still be failing.
      await until(() => (tab.world.wake(), state() === 'up-to-date'), 'up to date', patienceMs)
    },
    async goOffline() {
      reach = null
      for (const socket of sockets) socket.terminate()
      sockets.clear()
      await until(() => state() === 'offline' || state() === 'connecting', 'offline', patienceMs)
    },
    drained: () => until(() => tab.live.outbox.peek().length === 0, 'nothing waits', patienceMs)
  })
}

export async function whoAmI(url: string, cookie: string): Promise<Me> {
  const response = await fetch(`${url}/api/me`, { headers: { cookie } })
  return (await response.json()) as Me
}

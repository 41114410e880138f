import type { BrowserContext, WebSocketRoute } from 'playwright-core'

/** The sockets of one browser, which can be taken away from it and given back. Call it before the page is opened. */
export async function tunnelOf(context: BrowserContext): Promise<{ enter(): Promise<void>; leave(): void }> {
  const open = new Set<WebSocketRoute>()
  let isInside = false
  await context.routeWebSocket(/\/(sync|together)/, async socket => {
    if (isInside) return socket.close()
    open.add(socket)
    socket.connectToServer()
  })
  return {
    async enter() {
      isInside = true
      for (const socket of open) await socket.close()
      open.clear()
    },
    leave() {
      isInside = false
    }
  }
}

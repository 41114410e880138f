import type { Server } from 'node:http'
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server'
import type { Hono } from 'hono'
import { WebSocketServer } from 'ws'
import { longestFrame } from '../../shared/protocol/version.ts'
import { Misconfigured } from '../config.ts'

export type Listening = {
  readonly port: number
  /** Takes nobody new, lets the requests in hand end, and cuts off what is still there after `graceMs`. */
  close(graceMs: number): Promise<void>
}

/** For a whole request: the largest file, 100 MB, over a line of half a megabit. Node's own five minutes would cut it off, each time again. */
const requestMs = 30 * 60_000

/** @throws Misconfigured when the address is taken or not ours to have. */
export async function listen(app: Hono, port: number, host: string | undefined): Promise<Listening> {
  // Without per-message deflate: it would cost tenfold when the same batch goes to many.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestFrame, perMessageDeflate: false })
  const websocket = { server: sockets as unknown as WebSocketServerLike }
  const server = createAdaptorServer({ fetch: app.fetch, websocket }) as Server
  server.requestTimeout = requestMs
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Misconfigured(sentence(error, port, host))))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close(graceMs) {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeIdleConnections()
      const cut = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
        server.closeAllConnections()
      }, graceMs)
      await closed
      clearTimeout(cut)
    }
  }
}

function sentence({ code, message }: NodeJS.ErrnoException, port: number, host: string | undefined): string {
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Choose another one with PORT.`
  if (code === 'EACCES')
    return `Port ${port} needs rights that this account does not have. Choose another one with PORT.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is not an address of this machine.`
  return `Daybook cannot listen on port ${port}: ${message}`
}

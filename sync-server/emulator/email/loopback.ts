import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A server that this machine reaches and nobody else, at a port that was free. */
export type Loopback = {
  readonly port: number
  /** Breaks every line, without a word. */
  cut(): void
  close(): Promise<void>
}

export async function listenHere(hear: (socket: Socket) => void): Promise<Loopback> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    hear(socket)
  })
  await new Promise<void>((resolve, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', resolve)
  })
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close() {
      cut()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { afterAll, beforeAll } from 'vitest'

/** What the sockets of this process's servers were given and had not passed on, at most, bytes. Call it at the top of a file. */
export function mostWaitingBytes(): () => number {
  let most = 0
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket }
    const write = socket.write.bind(socket)
    socket.write = ((...given: Parameters<typeof write>) => {
      const wrote = write(...given)
      most = Math.max(most, socket.writableLength)
      return wrote
    }) as Socket['write']
  }
  beforeAll(() => subscribe('net.server.socket', watch))
  afterAll(() => void unsubscribe('net.server.socket', watch))
  return () => most
}

import { lookup } from 'node:dns'
import { connect, type Socket } from 'node:net'
import { mayOpen } from './addresses.ts'
import { NotAllowed, onlyPublic } from './open-address.ts'

export type SocketWith = {
  readonly signal: AbortSignal
  /** The operator named it: it is gone to wherever it is. */
  readonly trusted: boolean
  /** How names are looked up. */
  readonly names?: typeof lookup
}

/**
 * A line to a server that somebody outside named, by the rules of `openAddress`: to the public net only, and to what was
 * looked at. @throws NotAllowed, and whatever the network throws
 */
export async function openSocket(host: string, port: number, how: SocketWith): Promise<Socket> {
  const { signal, trusted, names = lookup } = how
  signal.throwIfAborted()
  if (!trusted && !mayOpen(`https://${host.includes(':') ? `[${host}]` : host}`)) {
    throw new NotAllowed('its address is none of the public net')
  }
  const socket = connect({ host, port, lookup: trusted ? names : onlyPublic(names) })
  // Whoever is given it hears of it all the same; an error that nobody hears would bring the process down.
  socket.on('error', () => undefined)
  const stop = () => void socket.destroy(new Error('it took too long'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return socket
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

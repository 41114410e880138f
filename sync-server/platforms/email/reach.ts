import { isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { NotAllowed } from '../../public-net/open-address.ts'
import { openSocket } from '../../public-net/open-socket.ts'
import { NotLetIn } from '../not-let-in.ts'
import type { MailServer } from './account.ts'

/**
 * The server is none of the public net, or has no name there: which of these, whoever named it does not learn. Otherwise
 * an admin of one workspace could ask about the operator's own net, name by name.
 */
export class NotPublic extends Error {
  readonly code = 'not-public'
}

/** It does not prove who it is, or speaks no TLS. `code` is Node's own. */
export class NoTls extends Error {
  readonly code: string
  constructor(code: string) {
    super(`no TLS (${code})`)
    this.code = code
  }
}

const portsOf = { imap: [993, 143], smtp: [465, 587, 25, 2525] }
const connectWithinMs = 20_000

/** A line to a server of mail, with TLS where it begins with it. @throws NotLetIn, NotPublic, NoTls, and what the network throws */
export async function reach(server: MailServer, signal: AbortSignal): Promise<Socket> {
  const { host, port, kind, secure, publicOnly } = server
  if (publicOnly && !portsOf[kind].includes(port)) {
    const field = kind === 'imap' ? 'incoming' : 'outgoing'
    throw new NotLetIn(`The port of this server has to be ${oneOf(portsOf[kind])}.`, field)
  }
  const within = AbortSignal.any([signal, AbortSignal.timeout(connectWithinMs)])
  const socket = await openSocket(host, port, { trusted: !publicOnly, signal: within }).catch((error: unknown) => {
    throw publicOnly && leadsNowhere(error) ? new NotPublic('it is none of the public net') : error
  })
  return secure ? secured(socket, host, within) : socket
}

/** What begins with STARTTLS is secured by whoever speaks to it, in the name that was given and no other. */
export function tlsOver(socket: Socket, host: string, done: () => void) {
  return connectTls({ socket, host, ...(isIP(host) === 0 && { servername: host }) }, done)
}

async function secured(socket: Socket, host: string, signal: AbortSignal): Promise<Socket> {
  const stop = () => void socket.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await new Promise<Socket>((resolve, reject) => {
      const line = tlsOver(socket, host, () => resolve(line))
      line.on('error', (error: Error & { code?: string }) => reject(new NoTls(error.code ?? 'broken')))
      line.once('close', () => reject(new NoTls('closed')))
    })
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function leadsNowhere(error: unknown): boolean {
  return error instanceof NotAllowed || (error as { syscall?: unknown }).syscall === 'getaddrinfo'
}

function oneOf(ports: readonly number[]): string {
  return `${ports.slice(0, -1).join(', ')} or ${ports.at(-1)}`
}

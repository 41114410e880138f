import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'

/* Doors with TLS before servers that have none. The key is this file's alone, and proves nothing but 127.0.0.1. */

export const certificate = `-----BEGIN CERTIFICATE-----
MIIBXDCCAQKgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAkxMjcuMC4w
LjEwIBcNMjQwMTAxMDAwMDAwWhgPMjEyMzEyMzEwMDAwMDBaMBQxEjAQBgNVBAMM
CTEyNy4wLjAuMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABI8pYQomlsqzHIeQ
M6iGs5Ih08di7ymycq6B4+x8MFjpUib+cBiIuOg/VmtZ/KfGtHHyT9YxK874Lezj
aETASeSjQzBBMA8GA1UdEQQIMAaHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAdBgNV
HQ4EFgQUqv7Mn+ixU4RNExavwxx5QMz2haowCgYIKoZIzj0EAwIDSAAwRQIhAIfh
ZifhRlwxqDA9uGdbOqIN8Jb/00KLtz6fz3+HFtRCAiAvA7OGo+Yi9n0BhiyZ6M1b
M0bZoJjXkqjclv9zNRjktA==
-----END CERTIFICATE-----
`
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/pDrWh2i5uBa2B8R
oxgLJKnqYKuFgt2atOc7/fyCtJWhRANCAASPKWEKJpbKsxyHkDOohrOSIdPHYu8p
snKugePsfDBY6VIm/nAYiLjoP1ZrWfynxrRx8k/WMSvO+C3s42hEwEnk
-----END PRIVATE KEY-----
`

export type Front = {
  readonly port: number
  /** The names by which it was asked for; by an address nobody says one. */
  readonly named: readonly string[]
  close(): Promise<void>
}

/** TLS from the first byte, and then what the server at this port says. */
export function tlsFront(port: number): Promise<Front> {
  return front((socket, secured) => {
    const line = secured(socket)
    line.pipe(connect(port, '127.0.0.1')).pipe(line)
  })
}

/** Says hello in the clear, and whom it is asked to begin TLS it hands on to the server at this port. */
export function startTlsFront(kind: 'imap' | 'smtp', port: number): Promise<Front> {
  const says = kind === 'imap' ? imapHello : smtpHello
  return front((socket, secured) => {
    socket.write(says.greeting)
    socket.on('data', function hear(chunk: Buffer) {
      const [first = '', verb = ''] = chunk.toString().trim().split(' ')
      const word = (kind === 'imap' ? verb : first).toUpperCase()
      if (word !== 'STARTTLS') return void socket.write(says.can(first))
      socket.off('data', hear)
      socket.write(says.go(first))
      const line = secured(socket)
      const behind = connect(port, '127.0.0.1')
      line.pipe(behind)
      // Its greeting was said already.
      behind.once('data', () => behind.pipe(line))
    })
  })
}

const imapHello = {
  greeting: '* OK here\r\n',
  can: (tag: string) => `* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n${tag} OK done\r\n`,
  go: (tag: string) => `${tag} OK go\r\n`
}
const smtpHello = { greeting: '220 here\r\n', can: () => '250-here\r\n250 STARTTLS\r\n', go: () => '220 go\r\n' }

async function front(meet: (socket: Socket, secured: (socket: Socket) => TLSSocket) => void): Promise<Front> {
  const named: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    meet(socket, plain => {
      const SNICallback = (name: string, done: (error: null) => void) => {
        named.push(name)
        done(null)
      }
      const line = new TLSSocket(plain, { isServer: true, key, cert: certificate, SNICallback })
      line.on('error', () => undefined)
      return line
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    named,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
}

import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type Taken = { readonly from: string; readonly to: readonly string[]; readonly source: string }

/** A mail server that takes what it is given, but for what a test says. */
export type SmtpStandIn = {
  readonly url: string
  readonly taken: Taken[]
  close(): Promise<void>
}

export async function smtpStandIn(over: SMTPServerOptions = {}): Promise<SmtpStandIn> {
  const taken: Taken[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      username === 'shop' && password === 'p@ss' ? done(null, { user: 'shop' }) : done(new Error('Invalid login')),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        taken.push({ from, to: rcptTo.map(({ address }) => address), source: Buffer.concat(parts).toString() })
        done()
      })
    },
    ...over
  })
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://shop:p%40ss@127.0.0.1:${port}?tls=none`,
    taken,
    close: () => new Promise<void>(resolve => server.close(() => resolve()))
  }
}

/** What a server says when it says no. */
export function no(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code })
}

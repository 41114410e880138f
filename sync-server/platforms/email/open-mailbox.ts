import type { Socket } from 'node:net'
import { ImapFlow, type ImapTransport } from 'imapflow'
import { NotLetIn } from '../not-let-in.ts'
import type { InboxSecret } from '../secrets.ts'
import { incomingServer, type MailServer } from './account.ts'
import { bearerOf } from './bearer.ts'
import { reach, tlsOver } from './reach.ts'

/** Larger than any server takes. What is longer still is read as far as this. */
export const mostBytes = 60 * 1024 * 1024
/** The library takes a gigabyte at a time, from a server that anybody may have named. */
const limits = { maxLiteralSize: mostBytes, maxLineLength: mostBytes / 4, maxResponseSize: 2 * mostBytes }

/** The inbox is only looked at: nothing in it is moved, marked or deleted, so whoever else reads it sees it untouched. */
export async function openInbox(secret: InboxSecret, signal: AbortSignal): Promise<ImapFlow> {
  const client = await openMailbox(secret, signal)
  try {
    await client.mailboxOpen('INBOX', { readOnly: true })
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

/** Only signs in. @throws NotLetIn, and what `reach` throws */
export async function openMailbox(secret: InboxSecret, signal: AbortSignal): Promise<ImapFlow> {
  const server = incomingServer(secret)
  if (!server) throw new NotLetIn('This inbox does not know its mailbox. An admin has to connect it again.')
  const { host, signedIn } = server
  const token = await bearerOf(server)
  const client = await enter(server, token, signal)
  if (client) return client
  if (token === undefined || !signedIn) {
    throw new NotLetIn(`The mailbox at ${host} does not accept this user name and password.`, 'password')
  }
  // It may have been taken back before its time: another is worth one try.
  signedIn.spent(token)
  const again = await enter(server, await bearerOf(server), signal)
  if (again) return again
  throw new NotLetIn(`The mailbox at ${host} does not accept who has signed in. Is it their mailbox?`, 'signIn')
}

/** `null`: it does not let us in. */
async function enter(server: MailServer, accessToken: string | undefined, signal: AbortSignal) {
  const { host, port, secure, plain, user, pass } = server
  const line = await reach(server, signal)
  const client = new ImapFlow({
    host,
    port,
    secure,
    doSTARTTLS: !secure && !plain,
    auth: accessToken === undefined ? { user, pass } : { user, accessToken },
    logger: false,
    ...limits,
    disableAutoIdle: true,
    transport: over(line, host)
  })
  // Whoever asks something of it hears of it all the same; an error that nobody hears would bring the process down.
  client.on('error', () => undefined)
  const stop = () => client.close()
  signal.addEventListener('abort', stop, { once: true })
  client.once('close', () => signal.removeEventListener('abort', stop))
  try {
    signal.throwIfAborted()
    await client.connect()
    return client
  } catch (error) {
    client.close()
    line.destroy()
    if ((error as { authenticationFailed?: unknown }).authenticationFailed === true) return null
    throw error
  }
}

/** It speaks over the line that is there, and opens none of its own. */
function over(line: Socket, host: string): ImapTransport {
  return {
    connect(_to, done) {
      setImmediate(done)
      return line
    },
    upgrade: (_plain, _to, done) => tlsOver(line, host, done)
  }
}

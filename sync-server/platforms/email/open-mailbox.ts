import type { Socket } from 'node:net'
import { ImapFlow, type ImapTransport } from 'imapflow'
import { NotLetIn } from '../not-let-in.ts'
import type { InboxSecret } from '../secrets.ts'
import { incomingServer } from './account.ts'
import { reach, tlsOver } from './reach.ts'

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
  const { host, port, secure, plain, user, pass } = server
  const line = await reach(server, signal)
  const client = new ImapFlow({
    host,
    port,
    secure,
    doSTARTTLS: !secure && !plain,
    auth: { user, pass },
    logger: false,
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
    if ((error as { authenticationFailed?: unknown }).authenticationFailed !== true) throw error
    throw new NotLetIn(`The mailbox at ${host} does not accept this user name and password.`, 'password')
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

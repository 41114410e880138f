import { once } from 'node:events'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import SMTPConnection, { type SMTPConnectionCustomAuthContext } from 'nodemailer/lib/smtp-connection'
import type { Content } from '../../../shared/conversations/content.ts'
import { email } from '../../../shared/platforms/email.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import { NotLetIn } from '../not-let-in.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { cut } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { outgoingServer, type MailServer } from './account.ts'
import { bearerOf, xoauth2 } from './bearer.ts'
import { compose } from './compose.ts'
import { isAddress } from './mail.ts'
import { messageIdOf, platformIdOf } from './message-id.ts'
import { reach } from './reach.ts'
import { keepCopy } from './sent-copy.ts'
import { outcomeOf, waitMs, type Refusal } from './verdict.ts'
import { whyNot } from './why-not.ts'

/**
 * Hands one message to the inbox's mail server. Until the first byte of it has gone, whatever breaks is certainly
 * nothing taken; from then on only the server's own answer is certain, and everything else is `unknown`.
 */
export async function send(outgoing: Outgoing, secret: InboxSecret, { tries, signal }: Attempt): Promise<Outcome> {
  const { content, message, file, answers, quoted, automatic = false } = outgoing
  const to = outgoing.handles.findLast(({ platform, kind }) => platform === 'email' && kind === 'address')?.value
  if (to === undefined || !isAddress(to)) return failed('no-address', 'We have no e-mail address of this customer.')
  const text = textOf(content, file !== undefined)
  if (text === null) return failed('unsupported', 'This kind of message cannot be sent by e-mail.')
  if (measure(text, email.text) > email.text.most) {
    return failed('too-long', `An e-mail from here holds ${email.text.most} characters.`)
  }
  const server = outgoingServer(secret)
  if (!server)
    return failed('not-connected', 'This inbox does not know its mail server. An admin has to connect it again.')
  const { account: from } = secret
  const source = await compose({ message, text, file, from, to, automatic, answers: answers?.content, quoted })
  const broke = await handOver(server, { from, to, source }, signal)
  if (broke === null) {
    const messageId = messageIdOf(message, from)
    const copy = { source, messageId, sentAt: Date.now() }
    const afterwards = { bytes: source.length, run: (hurry: AbortSignal) => keepCopy(secret, copy, hurry) }
    return { result: 'sent', platformId: platformIdOf(messageId), afterwards }
  }
  if (broke.shut !== undefined) return { result: 'stopped', failure: { code: 'not-let-in', reason: broke.shut } }
  // A token may have been taken back before its time: another is worth a try.
  if (broke.said?.during === 'sign-in' && server.signedIn && tries === 0) {
    const failure = { code: String(broke.said.code), reason: 'The mail server did not take who has signed in.' }
    return { result: 'deferred', failure, afterMs: waitMs(tries) }
  }
  if (broke.said) return outcomeOf(broke.said, tries)
  // Nobody was asked: the server has said how much it takes.
  if (broke.code === 'EMESSAGE' && !broke.began) {
    return failed('552', 'The message is larger than the mail server takes.')
  }
  return broke.began
    ? { result: 'unknown' }
    : {
        result: 'deferred',
        failure: { code: broke.code, reason: 'The mail server cannot be reached.' },
        afterMs: waitMs(tries)
      }
}

/** The words of the message, which a file may go without. `null`: it is neither words nor a file. */
function textOf(content: Content, hasFile: boolean): string | null {
  if (content.kind === 'text') return content.text
  return content.kind === 'media' && hasFile ? (content.caption ?? '') : null
}

function failed(code: string, reason: string): Outcome {
  return { result: 'failed', failure: { code, reason } }
}

type Parcel = { readonly from: string; readonly to: string; readonly source: Buffer }
/** `said`: the server's own no. `shut`: why nobody was asked. `began`: some of the message may have reached it. */
type Broke = { readonly said: Refusal | null; readonly shut?: string; readonly began: boolean; readonly code: string }
type SmtpError = Error & { code?: unknown; responseCode?: number; response?: string; command?: string }

/** `null`: it has said that it took it. Never throws. */
async function handOver(server: MailServer, parcel: Parcel, signal: AbortSignal): Promise<Broke | null> {
  let during: Refusal['during'] = 'greeting'
  const letter = Readable.from(
    (function* () {
      during = 'message'
      yield parcel.source
    })()
  )
  const { from, to, source } = parcel
  let line: Awaited<ReturnType<typeof openLine>> | undefined
  try {
    line = await openLine(server, signal)
    const { connection, step } = line
    await step(done => connection.connect(done))
    during = 'sign-in'
    await line.signIn()
    during = 'envelope'
    await step(done => connection.send({ from, to: [to], size: source.length }, letter, done))
    return null
  } catch (error) {
    return brokeBy(error as SmtpError, during)
  } finally {
    letter.destroy()
    line?.close()
  }
}

type Done = (error?: Error | null) => void

/** Under its own name the library would fetch tokens by itself. */
const byToken = 'A TOKEN'

/** @throws NotLetIn, and what `reach` throws */
async function openLine(server: MailServer, signal: AbortSignal) {
  const { host, port, secure, plain, user, pass, signedIn } = server
  const token = await bearerOf(server)
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    connection: await reach(server, signal),
    secured: secure,
    ...(isIP(host) === 0 && { servername: host }),
    requireTLS: !secure && !plain,
    ignoreTLS: plain,
    logger: false,
    socketCloseTimeout: 0,
    ...(token !== undefined && { customAuth: { [byToken]: ask => showToken(ask, user, token) } })
  })
  // Heard until the very end: an error that nobody hears would bring the process down.
  connection.on('error', () => undefined)
  const broken = once(connection, 'error', { signal }).then(([error]) => Promise.reject(error as Error))
  broken.catch(() => connection.close())
  const step = (work: (done: Done) => void) =>
    Promise.race([broken, new Promise<void>((done, fail) => work(error => (error ? fail(error) : done())))])
  return {
    connection,
    step,
    async signIn() {
      try {
        const who = token === undefined ? { user, pass } : { user, method: byToken }
        await step(done => connection.login(who, done))
      } catch (error) {
        if (token !== undefined) signedIn?.spent(token)
        throw error
      }
    },
    close: () => connection.close()
  }
}

/** A server that says no says why first, and goes on when it is answered with nothing. */
async function showToken({ sendCommand }: SMTPConnectionCustomAuthContext, user: string, token: string) {
  const said = await sendCommand(`AUTH XOAUTH2 ${xoauth2(user, token)}`)
  const { status } = said.status === 334 ? await sendCommand('') : said
  if (status < 200 || status >= 300) throw new Error('the token is not taken')
}

/** Why the server that sends does not let us in; `null`: it does. */
export async function knockToSend(secret: InboxSecret, signal: AbortSignal): Promise<NotLetIn | null> {
  const server = outgoingServer(secret)
  if (!server) return new NotLetIn('This inbox does not know the server that sends its mail.', 'outgoing')
  const { host, signedIn } = server
  let line: Awaited<ReturnType<typeof openLine>> | undefined
  try {
    line = await openLine(server, signal)
    const { connection, step } = line
    await step(done => connection.connect(done))
    await line.signIn()
    return null
  } catch (error) {
    const { said } = brokeBy(error as SmtpError, 'sign-in')
    const who = signedIn ? 'who has signed in' : 'this user name and password'
    return said
      ? new NotLetIn(`The server that sends, ${host}, does not accept ${who}.`, 'outgoing')
      : whyNot(error, server)
  } finally {
    line?.close()
  }
}

/** Only where the answer was to what we asked is it the server's no: a line that breaks may end with one as well. */
function brokeBy(error: SmtpError, during: Refusal['during']): Broke {
  const { code: told, responseCode, response, command } = error
  // The web's own errors have a number there.
  const code = typeof told === 'string' ? told : 'broken'
  const isAnswer = ['EENVELOPE', 'EMESSAGE', 'EAUTH'].includes(code) || (during === 'greeting' && code === 'EPROTOCOL')
  const words = cut((response ?? '').replace(/^\d{3}[ -]/gm, '').replace(/\s+/g, ' '), 500).trim()
  const heard = during === 'envelope' && command === 'MAIL FROM' ? 'sender' : during
  const said = isAnswer && responseCode !== undefined ? { code: responseCode, words, during: heard } : null
  const shut = error instanceof NotLetIn ? { shut: error.message } : {}
  return { said, ...shut, began: during === 'message', code: cut(code, 64) }
}

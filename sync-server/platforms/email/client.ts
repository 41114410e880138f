import { once } from 'node:events'
import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Content } from '../../../shared/conversations/content.ts'
import { email } from '../../../shared/platforms/email.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { cut } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { outgoingServer, type MailServer } from './account.ts'
import { compose } from './compose.ts'
import { isAddress } from './mail.ts'
import { messageIdOf, platformIdOf } from './message-id.ts'
import { keepCopy } from './sent-copy.ts'
import { outcomeOf, waitMs, type Refusal } from './verdict.ts'

/**
 * Hands one message to the inbox's mail server. Until the first byte of it has gone, whatever breaks is certainly
 * nothing taken; from then on only the server's own answer is certain, and everything else is `unknown`.
 */
export async function send(outgoing: Outgoing, secret: InboxSecret, { tries, signal }: Attempt): Promise<Outcome> {
  const { content, message, file } = outgoing
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
  const source = await compose({ message, text, file, from, to, answers: outgoing.answers, quoted: outgoing.quoted })
  const broke = await handOver(server, { from, to, source }, signal)
  if (broke === null) {
    const messageId = messageIdOf(message, from)
    const copy = { source, messageId, sentAt: Date.now() }
    const afterwards = { bytes: source.length, run: (hurry: AbortSignal) => keepCopy(secret, copy, hurry) }
    return { result: 'sent', platformId: platformIdOf(messageId), afterwards }
  }
  if (broke.said) return outcomeOf(broke.said, tries)
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
/** `said`: the server's own no. `began`: some of the message may have reached it. */
type Broke = { readonly said: Refusal | null; readonly began: boolean; readonly code: string }
type SmtpError = Error & { code?: string; responseCode?: number; response?: string }

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
  const line = openLine(server, signal)
  try {
    await line.step(done => line.connection.connect(done))
    during = 'sign-in'
    await line.step(done => line.connection.login({ user: server.user, pass: server.pass }, done))
    during = 'envelope'
    await line.step(done => line.connection.send({ from, to: [to], size: source.length }, letter, done))
    return null
  } catch (error) {
    return brokeBy(error as SmtpError, during)
  } finally {
    letter.destroy()
    line.connection.close()
  }
}

type Done = (error?: Error | null) => void

function openLine({ host, port, secure, plain }: MailServer, signal: AbortSignal) {
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: !secure && !plain,
    ignoreTLS: plain,
    logger: false,
    socketCloseTimeout: 0
  })
  // Heard until the very end: an error that nobody hears would bring the process down.
  connection.on('error', () => undefined)
  const broken = once(connection, 'error', { signal }).then(([error]) => Promise.reject(error as Error))
  broken.catch(() => connection.close())
  const step = (work: (done: Done) => void) =>
    Promise.race([broken, new Promise<void>((done, fail) => work(error => (error ? fail(error) : done())))])
  return { connection, step }
}

/** Why the server that sends does not let us in, in a sentence; `null`: it does. */
export async function knockToSend(secret: InboxSecret, signal: AbortSignal): Promise<string | null> {
  const server = outgoingServer(secret)
  if (!server) return 'This inbox does not know the server that sends its mail.'
  const { user, pass } = server
  const line = openLine(server, signal)
  try {
    await line.step(done => line.connection.connect(done))
    await line.step(done => line.connection.login({ user, pass }, done))
    return null
  } catch (error) {
    const { code, said } = brokeBy(error as SmtpError, 'sign-in')
    return said
      ? `The server that sends, ${server.host}, does not accept this user name and password.`
      : `The server that sends, ${server.host}, cannot be reached (${code}).`
  } finally {
    line.connection.close()
  }
}

/** Only where the answer was to what we asked is it the server's no: a line that breaks may end with one as well. */
function brokeBy({ code = 'broken', responseCode, response }: SmtpError, during: Refusal['during']): Broke {
  const isAnswer = ['EENVELOPE', 'EMESSAGE', 'EAUTH'].includes(code) || (during === 'greeting' && code === 'EPROTOCOL')
  const words = cut((response ?? '').replace(/^\d{3}[ -]/gm, '').replace(/\s+/g, ' '), 500).trim()
  const said = isAnswer && responseCode !== undefined ? { code: responseCode, words, during } : null
  return { said, began: during === 'message', code: cut(code, 64) }
}

import MailComposer from 'nodemailer/lib/mail-composer'
import type { Content, MailHeads } from '../../../shared/conversations/content.ts'
import type { Outgoing, OutgoingFile } from '../port.ts'
import { isDigest } from '../reading.ts'
import { answerPrefix } from './answer-prefix.ts'
import { oneLine } from './mail.ts'
import { messageIdOf, ownIdHeader } from './message-id.ts'

export type Reply = {
  /** Our own id of it. */
  readonly message: string
  readonly text: string
  readonly file: OutgoingFile | undefined
  readonly from: string
  readonly to: string
  readonly automatic: boolean
  /** The customer's that it answers, or whose thread it stands in. */
  readonly answers: Content | undefined
  /** The message it names, where it names one: ours is known by its Message-ID. */
  readonly quoted: Quoted | undefined
}
type Quoted = Outgoing['quoted']

const mostReferences = 20

/** The message, byte for byte, as it goes over the wire; its headers name what it answers. */
export async function compose(reply: Reply): Promise<Buffer> {
  const { message, text, file, from, to, automatic, answers, quoted } = reply
  const { id, thread = [], subject } = threadOf(headsOf(answers), quoted)
  const before = id === undefined ? [] : [...thread.filter(one => one !== id), id]
  const named = before.length > mostReferences ? [...before.slice(0, 1), ...before.slice(1 - mostReferences)] : before
  return new MailComposer({
    from,
    to,
    subject: subjectOf(subject),
    text,
    ...(file && { attachments: [await attachment(file)] }),
    messageId: bracketed(messageIdOf(message, from)),
    headers: {
      [ownIdHeader]: bracketed(messageIdOf(message, from)),
      // What answers by itself does not answer this (RFC 3834).
      ...(automatic && { 'Auto-Submitted': 'auto-replied' })
    },
    ...(id !== undefined && { inReplyTo: bracketed(id) }),
    ...(named.length > 0 && { references: named.map(bracketed).join(' ') }),
    // Nothing in a reply leads the composer to a file or to an address.
    disableFileAccess: true,
    disableUrlAccess: true
  })
    .compile()
    .build()
}

async function attachment({ name, mime, body }: OutgoingFile) {
  return { filename: oneLine(name), contentType: mime, content: Buffer.from(await body.arrayBuffer()) }
}

/** What answers one of ours goes on from there. */
function threadOf({ id, thread = [], subject }: MailHeads, quoted: Quoted): MailHeads {
  const before = id === undefined ? thread : [...thread.filter(one => one !== id), id]
  const heads = subject === undefined ? {} : { subject }
  if (quoted?.ours && !isDigest(quoted.id)) return { ...heads, id: quoted.id, thread: before }
  return { ...heads, ...(id !== undefined && { id }), thread }
}

function headsOf(answers: Content | undefined): MailHeads {
  return answers && 'mail' in answers ? (answers.mail ?? {}) : {}
}

/** One `Re:` and no more, whatever language the others were in. */
export function subjectOf(theirs: string | undefined): string {
  const bare = oneLine(theirs).replace(answerPrefix, '').trim()
  return bare === '' ? 'Re: your message' : `Re: ${bare}`
}

/** An id is the customer's word; nothing of it may end the header or begin another. */
function bracketed(id: string): string {
  return `<${id.replace(/[<>\s\p{Cc}]/gu, '')}>`
}

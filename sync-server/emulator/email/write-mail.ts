import { createHash, randomBytes } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'

/** Where a mail stands in its thread, as its headers say. */
export type Heads = { readonly id: string; readonly references: readonly string[]; readonly subject: string }

export type Letter = {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly at: number
  readonly heads: Heads
  readonly text: string
  readonly picture?: Buffer
  /** A program wrote it: RFC 3834. */
  readonly automatic?: boolean
}

/** The mail as it goes over the wire, written as mail programs do. Nothing in it leads the composer to a file. */
export function writeMail({ from, to, at, heads, text, picture, automatic }: Letter): Promise<Buffer> {
  const { id, references, subject } = heads
  const before = references.map(one => `<${one}>`)
  return new MailComposer({
    from,
    to,
    subject,
    text,
    date: dateOf(at),
    messageId: `<${id}>`,
    ...(before.length > 0 && { inReplyTo: before.at(-1), references: before.join(' ') }),
    ...(picture && { attachments: [{ filename: 'photo.png', contentType: 'image/png', content: picture }] }),
    ...(automatic && { headers: { 'Auto-Submitted': 'auto-replied', Precedence: 'auto_reply' } }),
    disableFileAccess: true,
    disableUrlAccess: true
  })
    .compile()
    .build()
}

/** What answers a mail, or begins anew: programs name the mail before, and all before that. */
export function headsAfter(before: Heads | undefined, subject: string, domain: string): Heads {
  const id = `${randomBytes(12).toString('hex')}@${domain}`
  if (!before) return { id, references: [], subject }
  return { id, references: [...before.references, before.id], subject }
}

/** `Re:`, once. */
export function answering(subject: string): string {
  return `Re: ${subject.replace(/^(?:\s*re\s*:\s*)+/i, '')}`.trim()
}

/**
 * What Daybook calls a mail that came in, so that a phone which is drawn again does not show it twice: of all that the
 * same mail has in common however often it comes. Source: docs/decisions/0037-mail-is-fetched.md.
 */
export function shownId(account: string, { from, at, heads }: Letter): string {
  const parts = [account, from.address, heads.id, dateOf(at), null]
  return `mail:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`
}

/** RFC 5322, 3.3: whole seconds, and a zone in digits. */
function dateOf(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000')
}

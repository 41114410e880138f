import PostalMime from 'postal-mime'
import { kindFor } from '../../../shared/platforms/files.ts'
import { email } from '../../../shared/platforms/email.ts'
import type { PhoneMessage } from '../../../shared/protocol/emulator.ts'
import { shownOf, type Shelf } from '../shelf.ts'
import type { Heads } from './write-mail.ts'

/** What the customer's mail program makes of a mail of the business. `null`: it is no mail. */
export async function readMail(
  source: Buffer,
  shelf: Shelf
): Promise<{ readonly heads: Heads; readonly answers: string | undefined; readonly message: PhoneMessage } | null> {
  const read = await PostalMime.parse(source).catch(() => null)
  const [id] = idsIn(read?.messageId)
  if (!read || id === undefined) return null
  const heads = { id, references: idsIn(read.references), subject: read.subject ?? '' }
  const [file] = read.attachments.map(({ content, mimeType: mime, filename }) =>
    shelf.put({
      mime,
      name: filename ?? 'file',
      body: new Blob([typeof content === 'string' ? content : new Uint8Array(content)])
    })
  )
  const kind = file ? kindOf(file.mime) : 'text'
  const words = { kind, text: (read.text ?? '').trimEnd(), subject: heads.subject }
  const message = { id, from: 'business', at: Date.now(), ticks: 'sent', ...words } as const
  return { heads, answers: idsIn(read.inReplyTo)[0], message: { ...message, ...(file && { file: shownOf(file) }) } }
}

function kindOf(mime: string): PhoneMessage['kind'] {
  const kind = kindFor(email, mime)
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document'
}

function idsIn(head: string | undefined): readonly string[] {
  return [...(head ?? '').matchAll(/<([^<>\s]+)>/g)].map(([, id = '']) => id)
}

import PostalMime, { type Address, type Attachment, type Email, type Mailbox } from 'postal-mime'
import { inUtf8, longestHeads } from './alphabet.ts'

/** A message, taken apart. Every text in it is one the database takes. */
export type Mail = {
  readonly from: Mailbox | undefined
  readonly replyTo: Mailbox | undefined
  readonly to: readonly Mailbox[]
  readonly subject: string
  /** Without its brackets; `undefined`: it has none. */
  readonly id: string | undefined
  readonly inReplyTo: string | undefined
  readonly references: readonly string[]
  readonly text: string | undefined
  readonly html: string | undefined
  readonly attachments: readonly Attachment[]
  /** The first of this name, lower case, unfolded. */
  head(name: string): string | undefined
}

/**
 * @throws for what is no message: headers above 256 KiB, parts within parts without end, lines without number. Each
 * line that is not base64 costs the parser a piece of memory: millions of them are an attack, and no letter.
 */
export async function mailFrom(source: Uint8Array): Promise<Mail> {
  if (hasTooManyLines(source)) throw new Error('has too many lines')
  const read = await PostalMime.parse(inUtf8(source), {
    forceRfc822Attachments: true,
    maxNestingDepth: 64,
    maxHeadersSize: longestHeads
  })
  const heads = new Map(read.headers.toReversed().map(({ key, value }) => [key, clean(value)]))
  return {
    from: mailboxIn(read.from) ?? mailboxIn(read.sender),
    replyTo: mailboxIn(...(read.replyTo ?? [])),
    to: [...(read.to ?? []), ...(read.cc ?? [])].flatMap(mailboxes).map(cleanMailbox),
    subject: oneLine(read.subject),
    ...threadOf(read),
    text: read.text === undefined ? undefined : clean(read.text),
    html: read.html === undefined ? undefined : clean(read.html),
    attachments: read.attachments.map(one => ({ ...one, filename: one.filename && oneLine(one.filename) })),
    head: name => heads.get(name)
  }
}

const mostShortLines = 200_000

/** A file in base64 has many as well, but full ones. */
function hasTooManyLines(source: Uint8Array): boolean {
  let lines = 0
  for (let at = source.indexOf(10); at !== -1; at = source.indexOf(10, at + 1)) lines += 1
  return lines > mostShortLines && source.length / lines < 40
}

function threadOf(read: Email): Pick<Mail, 'id' | 'inReplyTo' | 'references'> {
  const [id] = idsIn(read.messageId)
  const [inReplyTo] = idsIn(read.inReplyTo)
  return { id, inReplyTo, references: idsIn(read.references) }
}

/** `<left@right>`, as RFC 5322 has it, and what programs make of it: without an @, in a list of any length. */
export function idsIn(head: string | undefined): readonly string[] {
  const found = clean(head ?? '').match(/<[^<>\s]{1,498}>/g) ?? []
  return found.slice(0, 1000).map(id => id.slice(1, -1))
}

function mailboxIn(...from: readonly (Address | undefined)[]): Mailbox | undefined {
  const found = from.flatMap(mailboxes).find(({ address }) => isAddress(address))
  return found && cleanMailbox(found)
}

function mailboxes(address: Address | undefined): readonly Mailbox[] {
  return address === undefined ? [] : (address.group ?? [address])
}

function cleanMailbox({ name, address }: Mailbox): Mailbox {
  return { name: oneLine(name), address: oneLine(address).toLowerCase() }
}

/** One that can be answered: nothing in it that would end a header or an SMTP command. */
export function isAddress(text: string): boolean {
  return /^[^\s@<>,;:"()[\]\\\p{Cc}]{1,64}@[^\s@<>,;:"()\\\p{Cc}]{1,135}$/u.test(text)
}

/** The database takes neither NUL nor half a surrogate pair. */
function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed().replaceAll('\r\n', '\n')
}

/** An encoded word may hide a line break: what follows it would be a header of its own. */
export function oneLine(text: string | undefined): string {
  return clean(text ?? '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
}

import { Readable } from 'node:stream'
import { piecesOfMbox } from '../../shared/history/mbox.ts'
import type { Leftover } from '../../shared/history/past.ts'
import type { PastMail } from '../platforms/past-mail.ts'
import type { Past } from './past.ts'

export type UnreadMail = Pick<Leftover, 'line'> & { readonly why: string; readonly text: string }

type ReadMail = (source: Uint8Array) => Promise<PastMail>

/** The messages of a mailbox. One that cannot be read costs only itself. */
export async function* mailsIn(
  bytes: Uint8Array,
  read: ReadMail
): AsyncGenerator<{ readonly line: number; readonly mail: PastMail } | { readonly unread: UnreadMail }> {
  for (const { line, source } of piecesOfMbox(bytes)) {
    try {
      yield { line, mail: await read(source) }
    } catch (error) {
      yield { unread: { line, why: 'no-message', text: error instanceof Error ? error.message : String(error) } }
    }
  }
}

/** A mail as it is told; or why it cannot be. `us`: the addresses of the business, in lower case. */
export function pastOfMail(
  { mail, line }: { mail: PastMail; line: number },
  us: ReadonlySet<string>
): Past | UnreadMail {
  const { at, id, from, to, people, content, files } = mail
  const words = content.kind === 'text' ? content.text : (content as { caption?: string }).caption
  const unread = (why: string) => ({ line, why, text: (words ?? '').slice(0, 200) })
  if (from === null) return unread('no-sender')
  if (at === null) return unread('no-date')
  const isOurs = us.has(from)
  const other = isOurs ? to.find(address => !us.has(address)) : from
  const person = people.find(({ address }) => address === other)
  if (!person) return unread('only-us')
  return {
    customer: { handles: [person.handle], name: person.name.slice(0, 120).trim() || null },
    at,
    key: JSON.stringify([id, from, at, words]),
    isOnly: id !== null,
    from: isOurs ? 'us' : 'customer',
    writer: undefined,
    content,
    files: files.map(file => (file ? () => Promise.resolve(Readable.from([file])) : null))
  }
}

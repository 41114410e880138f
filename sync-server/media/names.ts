import type { Content, Media } from '../../shared/conversations/content.ts'
import { ownFile } from '../../shared/conversations/content-words.ts'
import { isKnown } from '../../shared/shapes.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Recorded } from '../log/recorded.ts'

/** One file of a message, where the log names it. */
export type FileJob = {
  readonly tenant: string
  readonly conversation: string
  readonly message: string
  /** The change that brought it; empty: it was there first. */
  readonly edit: string
  readonly item: number
  readonly seq: number
  /** When we were told, epoch milliseconds. */
  readonly since: number
}

/** What the log itself says of a file: here, or not to be had. */
export type FileEnd = Omit<FileJob, 'seq' | 'since'> & { readonly kept: KeptRow | null }
export type KeptRow = { readonly file: string; readonly mime: string; readonly bytes: number }

export function endIn(tenant: string, { stream, fact }: Recorded): FileEnd | undefined {
  if (!ending.has(fact.type) || !isKnown(fact)) return undefined
  if (fact.type !== 'conversation.file-kept' && fact.type !== 'conversation.file-lost') return undefined
  const { message, edit = '', item } = fact
  const so = { tenant, conversation: streamKey(stream), message, edit, item }
  if (fact.type === 'conversation.file-lost' || fact.file === 'erased') return { ...so, kept: null }
  const { file, mime, bytes } = fact
  return { ...so, kept: { file, mime, bytes } }
}

/** The file that a reply of ours brings along, or a web chat's visitor: it was here before the message. */
export function broughtIn(tenant: string, { stream, fact }: Recorded): FileEnd | undefined {
  // To look closely at a fact takes longer than to fold it, and most messages are words.
  const { content } = fact as { readonly content?: { readonly kind?: unknown; readonly head?: unknown } }
  if (!bringing.has(fact.type) || !content || (content.kind !== 'media' && !content.head)) return undefined
  if (!isKnown(fact)) return undefined
  if (fact.type !== 'conversation.replied' && fact.type !== 'conversation.message-received') return undefined
  const item = ownFile(fact.content)
  if (!item?.file || !item.mime || item.bytes === undefined) return undefined
  const { file, mime, bytes } = item
  return {
    tenant,
    conversation: streamKey(stream),
    message: fact.message,
    edit: '',
    item: 0,
    kept: { file, mime, bytes }
  }
}

const bringing: ReadonlySet<string> = new Set(['conversation.replied', 'conversation.message-received'])
const ending: ReadonlySet<string> = new Set(['conversation.file-kept', 'conversation.file-lost'])

/** The files that an event names and that are still to be fetched. */
export function filesIn(tenant: string, { seq, stream, recordedAt, fact }: Recorded): readonly FileJob[] {
  const found = contentIn(fact)
  if (found?.content.kind !== 'media') return []
  const { message, edit } = found
  const so = { tenant, conversation: streamKey(stream), message, edit, seq, since: recordedAt }
  // What has its name here already was brought.
  return found.content.items.flatMap((media, item) => (media.file === undefined ? [{ ...so, item }] : []))
}

export function mediaIn(fact: Recorded['fact'], item: number): Media | undefined {
  const content = contentIn(fact)?.content
  return content?.kind === 'media' ? content.items[item] : undefined
}

function contentIn(fact: Recorded['fact']): { message: string; edit: string; content: Content } | undefined {
  // To look closely at a fact takes longer than to fold it.
  if (!naming.has(fact.type) || !isKnown(fact)) return undefined
  switch (fact.type) {
    case 'conversation.message-received':
    case 'conversation.replied-elsewhere':
      return { message: fact.message, edit: '', content: fact.content }
    case 'conversation.history-told':
      return isAtPlatform(fact.content) ? { message: fact.message, edit: '', content: fact.content } : undefined
    case 'conversation.message-edited':
      return { message: fact.message, edit: fact.cause, content: fact.content }
    default:
      return undefined
  }
}

/** What an import brings, it brings with its files. */
function isAtPlatform(content: Content): boolean {
  return content.kind === 'media' && content.items.some(({ id, url }) => (id ?? url) !== undefined)
}

const naming: ReadonlySet<string> = new Set([
  'conversation.message-received',
  'conversation.replied-elsewhere',
  'conversation.history-told',
  'conversation.message-edited'
])

import { open, readFile, stat } from 'node:fs/promises'
import { readContacts } from '../../shared/history/contact-rows.ts'
import { readWhatsApp } from '../../shared/history/whatsapp.ts'
import type { ImportSource } from '../../shared/inboxes/events.ts'
import { mostFileBytes, mostMailBytes, mostTextBytes } from './limits.ts'
import { NotTaken } from './not-taken.ts'
import { openZip, type Packed } from './zip.ts'

/** A file that was brought, and what it turned out to be. */
export type Opened = { readonly title: string | null; close(): void } & (
  | { readonly source: 'whatsapp'; readonly text: string; readonly packed: Packed | null }
  | { readonly source: 'mail'; readonly bytes: Uint8Array }
  | { readonly source: 'contacts'; readonly text: string }
)

const nothingToClose = () => {}

/** `name`: what it was called. `source`: what a person says that it is. @throws NotTaken */
export async function openFile(path: string, name: string, source?: ImportSource): Promise<Opened> {
  const { size } = await stat(path)
  if (size === 0) throw new NotTaken('The file is empty.')
  if (size > mostFileBytes) throw new NotTaken('The file is too big.')
  const title = titleOf(name)
  if ((await beginningOf(path)).startsWith('PK\u0003\u0004')) return openPacked(path, size, title)
  if (size > mostMailBytes) throw new NotTaken('The file is too big. Only an archive may be, with photos in it.')
  const bytes = await readFile(path)
  const so = { title, close: nothingToClose }
  if (source === 'mail' || (source === undefined && isMail(bytes))) return { ...so, source: 'mail', bytes }
  if (size > mostTextBytes) throw new NotTaken('The file is too big: divide it.')
  const text = decoded(bytes)
  if (source !== undefined) return { ...so, source, text, packed: null }
  if (readWhatsApp(text).messages.length > 0) return { ...so, source: 'whatsapp', text, packed: null }
  const uses = new Set(readContacts(text).columns.map(column => column.use))
  if (uses.has('phone') || uses.has('email')) return { ...so, source: 'contacts', text }
  throw new NotTaken(
    'It is no chat that WhatsApp exported, no mailbox, and no table with a telephone or an e-mail column.'
  )
}

async function openPacked(path: string, size: number, title: string | null): Promise<Opened> {
  const packed = await openZip(path, size)
  try {
    const texts = [...packed.parts.keys()].filter(part => part.endsWith('.txt') && !part.startsWith('__MACOSX/'))
    const named = texts.find(part => /(?:^|\/)_chat\.txt$|whatsapp/i.test(part))
    const chat = named ?? (texts.length === 1 ? texts[0] : undefined)
    if (chat === undefined) throw new NotTaken('There is no chat in this archive: it should have a .txt file in it.')
    const text = await packed.text(chat)
    return { source: 'whatsapp', title: title ?? titleOf(chat), text, packed, close: () => packed.close() }
  } catch (error) {
    packed.close()
    throw error
  }
}

async function beginningOf(path: string): Promise<string> {
  await using handle = await open(path, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
  return buffer.toString('latin1', 0, bytesRead)
}

/** An mbox, or one message: headers, the ones that all mail has among them. */
function isMail(bytes: Uint8Array): boolean {
  const beginning = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1')
  const [head = ''] = beginning.split(/\r?\n\r?\n/, 1)
  return (
    beginning.startsWith('From ') ||
    (/^[\w-]+:/.test(head) && /^from:/im.test(head) && /^(?:date|message-id):/im.test(head))
  )
}

/** What spreadsheets save: UTF-8, UTF-16 with a mark, or what Windows had before. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Who a chat is with, as telephones name the file. */
function titleOf(name: string): string | null {
  const [, after] =
    /whatsapp.*?(?: with | mit | con | com | avec | dengan | - )(.+?)(?: ?\(\d+\))?\.(?:txt|zip)$/i.exec(name) ?? []
  const [, before] = /^(.+?) ile WhatsApp/i.exec(name) ?? []
  return (after ?? before)?.trim().slice(0, 120) || null
}

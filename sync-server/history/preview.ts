import { readContacts } from '../../shared/history/contact-rows.ts'
import { readWhatsApp } from '../../shared/history/whatsapp.ts'
import type { HistoryHints, HistoryPreview } from '../../shared/protocol/history.ts'
import { wordsOf } from '../../shared/conversations/content-words.ts'
import { platformOf } from '../platforms/registry.ts'
import type { Brought } from './history.ts'
import { openFile, type Opened } from './opened.ts'
import { partFinder } from './past-chat.ts'
import { mailsIn, type UnreadMail } from './past-mail.ts'

const mostShown = 8
const mostLeftovers = 50
/** A mailbox is read as far as it takes to show what it is. */
const mailsLookedAt = 500

type Shown = Omit<HistoryPreview, 'file' | 'title' | 'source'>
const nothing = { authors: [], orders: [], columns: [], files: { named: 0, here: 0 } }

/** What a file has in it, before anything of it is brought. @throws NotTaken */
export async function previewOf({ path, file, name }: Brought, hints: HistoryHints): Promise<HistoryPreview> {
  const opened = await openFile(path, name, hints.source)
  try {
    return { file, title: opened.title, source: opened.source, ...(await shownOf(opened, hints)) }
  } finally {
    opened.close()
  }
}

async function shownOf(opened: Opened, hints: HistoryHints): Promise<Shown> {
  switch (opened.source) {
    case 'whatsapp':
      return chatShown(opened, hints)
    case 'mail':
      return mailShown(opened.bytes)
    case 'contacts':
      return contactsShown(opened.text, hints)
  }
}

function chatShown({ text, packed }: Extract<Opened, { source: 'whatsapp' }>, { order }: HistoryHints): Shown {
  const { messages, authors, orders, leftovers } = readWhatsApp(text, order)
  const named = messages.flatMap(({ attachment }) => attachment ?? [])
  const partOf = partFinder(packed)
  return {
    ...nothing,
    count: messages.length,
    first: messages.slice(0, mostShown).map(({ wall, author, kind, text, attachment }) => {
      // As the wall showed it: the zone is not said yet.
      const file = kind === 'omitted' ? '[A file that was not exported]' : attachment
      return { at: wall, author, text: text.slice(0, 500), file }
    }),
    authors: authors.slice(0, 200),
    orders: [...orders],
    files: { named: named.length, here: named.filter(file => partOf(file) !== undefined).length },
    leftovers: { count: leftovers.length, first: leftovers.slice(0, mostLeftovers) }
  }
}

async function mailShown(bytes: Uint8Array): Promise<Shown> {
  const read = platformOf('email')?.readPast
  if (!read) throw new Error('nobody reads mail')
  const first: HistoryPreview['first'] = []
  const unread: UnreadMail[] = []
  const authors = new Map<string, number>()
  let [count, named, here] = [0, 0, 0]
  for await (const found of mailsIn(bytes, read)) {
    count += 1
    if (count > mailsLookedAt) break
    if ('unread' in found) {
      unread.push(found.unread)
      continue
    }
    const { at, from, to, content, files } = found.mail
    // Who has only ever been written to is in the list as well: it is asked which of them are one's own.
    for (const address of new Set([...(from === null ? [] : [from]), ...to]))
      authors.set(address, (authors.get(address) ?? 0) + 1)
    named += files.length
    here += files.filter(file => file !== null).length
    if (first.length < mostShown)
      first.push({ at, author: from ?? '', text: wordsOf(content).slice(0, 500), file: null })
  }
  return {
    ...nothing,
    count,
    first,
    authors: [...authors]
      .map(([name, messages]) => ({ name, messages }))
      .sort((a, b) => b.messages - a.messages)
      .slice(0, 200),
    files: { named, here },
    leftovers: { count: unread.length, first: unread.slice(0, mostLeftovers) }
  }
}

function contactsShown(text: string, { country }: HistoryHints): Shown {
  const { columns, contacts, refused } = readContacts(text, country === undefined ? {} : { country })
  return {
    ...nothing,
    count: contacts.length,
    first: contacts.slice(0, mostShown).map(({ name, phones, emails, attributes }) => ({
      at: null,
      author: name ?? '',
      text: [
        ...phones.map(phone => `+${phone}`),
        ...emails,
        ...attributes.map(({ key, value }) => `${key}: ${value}`)
      ].join(' · '),
      file: null
    })),
    columns: [...columns],
    leftovers: { count: refused.length, first: refused.slice(0, mostLeftovers) }
  }
}

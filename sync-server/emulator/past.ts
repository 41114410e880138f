import type { AnyFact } from '../../shared/catalog.ts'
import { isKnown } from '../../shared/shapes.ts'
import type { Handle } from '../../shared/contacts/events.ts'
import type { Content, MediaKind } from '../../shared/conversations/content.ts'
import { summary, wordsOf } from '../../shared/conversations/content-words.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import type { PageItem } from '../../shared/conversations/page-item.ts'
import { streamKey, type StreamId } from '../../shared/kernel/message.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { PhoneMessage } from '../../shared/protocol/emulator.ts'
import type { Actors } from '../actors/actors.ts'
import type { ContactHandles } from '../contacts/handles.ts'
import type { Sql } from '../db/sql.ts'
import type { Follow } from '../log/follow.ts'
import type { Streams } from '../log/read.ts'
import type { PastChat } from './phones.ts'
import { quoteOf } from './quote.ts'
import { group } from './shown.ts'

export type PastParts = {
  readonly sql: Sql
  readonly actors: Actors
  readonly streams: Streams
  readonly follow: Follow
  readonly handles: ContactHandles
}

/** What the customers' phones would still show after this server was away: drawn from the log, as the customer saw it. */
export type Past = {
  recent(): Promise<readonly PastChat[]>
  of(phone: string): Promise<PastChat | undefined>
  /** Hears of a chat when Daybook has received something in it: not all of a platform is played by us. */
  onReceived(listener: (message: string, chat: () => Promise<PastChat | undefined>) => void): () => void
}

const chatsShown = 150
const contactsAsked = 5000
const eventsRead = 400

export function openPast(parts: PastParts, strategy: Strategy, tenant: string, inbox: string): Past {
  const { platform, handles: kinds } = strategy
  const { sql, actors, streams, follow, handles } = parts
  const chat = async (stream: StreamId): Promise<PastChat | undefined> => {
    const { contact } = await actors.state(tenant, 'conversation', streamKey(stream))
    const person = await actors.state(tenant, 'contact', contact)
    const id = phoneIdOf(person.handles, strategy)
    if (id === undefined) return undefined
    const events = await streams.last(tenant, stream, eventsRead)
    const facts = events.map(event => event.fact as AnyFact).filter(fact => isKnown(fact)) as ConversationFact[]
    return { id, name: person.name ?? undefined, messages: onPhone(turnPage(emptyPage, facts).items) }
  }
  const streamOf = (contact: string): StreamId => `conversation/${handles.conversationOf(tenant, inbox, contact)}`

  return {
    async recent() {
      const contacts = await handles.contacts(tenant, platform, contactsAsked)
      const rows = await sql.of(tenant).query<{ stream: StreamId }>(
        `select stream from head where tenant = $1 and stream in (select jsonb_array_elements_text($2::text::jsonb))
         order by last_day desc, stream limit $3`,
        [tenant, JSON.stringify(contacts.map(streamOf)), chatsShown]
      )
      return (await Promise.all(rows.map(row => chat(row.stream)))).filter(one => one !== undefined)
    },
    async of(phone) {
      const [contact] = await handles.find(tenant, [kinds.map(kind => ({ platform, kind, value: phone }))])
      return contact === undefined ? undefined : chat(streamOf(contact))
    },
    onReceived(listener) {
      return follow.onCommitted(batch => {
        if (batch.tenant !== tenant) return
        for (const { stream, scope, fact } of batch.events) {
          if (fact.type !== 'conversation.message-received' || scope !== `inbox:${inbox}` || !isKnown(fact)) continue
          if (fact.type !== 'conversation.message-received') continue
          listener(fact.message, () => chat(stream))
        }
      })
    }
  }
}

/** By the steadiest of its handles. */
function phoneIdOf(handles: readonly Handle[], { platform, handles: kinds }: Strategy): string | undefined {
  const own = handles.filter(handle => handle.platform === platform)
  return kinds.map(kind => own.findLast(handle => handle.kind === kind)?.value).find(value => value !== undefined)
}

function onPhone(items: readonly PageItem[]): readonly PhoneMessage[] {
  const shown = items.flatMap(item => messageOf(item).map(message => ({ item, message })))
  return shown.map(({ item, message }) => {
    const content = item.kind === 'replied' ? item.content : undefined
    const named = content && 'replyTo' in content ? content.replyTo?.message : undefined
    const answered = shown.find(one => one.item.kind !== 'moment' && one.item.id === named)
    return { ...message, ...quoteOf(answered?.message) }
  })
}

function messageOf(item: PageItem): readonly PhoneMessage[] {
  if (item.kind === 'received') {
    return [{ ...leftOf(item), id: item.id, at: item.at, from: 'customer', ticks: 'delivered' }]
  }
  if (item.kind !== 'replied' || item.platformId === null) return []
  const { delivery: ticks } = item
  if (ticks !== 'sent' && ticks !== 'delivered' && ticks !== 'read') return []
  return [{ ...partOf(item), id: item.platformId, at: item.at, from: 'business', ticks }]
}

/** How often they changed it nobody has written down. */
function leftOf(item: Extract<PageItem, { kind: 'received' }>) {
  const { later, content } = item
  if (typeof later?.unsentAt === 'number') return { kind: 'text', text: '', unsent: true } as const
  if (content.kind === 'unsupported' && content.elsewhere)
    return { kind: 'text', text: wordsOf(content), group } as const
  return { ...partOf(item), ...(later?.edited && { edits: 1 }), ...(content.kind === 'choice' && { pressed: true }) }
}

type Part = Pick<PhoneMessage, 'kind' | 'text' | 'subject'>

function partOf({ content }: Extract<PageItem, { kind: 'received' | 'replied' }>): Part {
  const subject = 'mail' in content ? content.mail?.subject : undefined
  const part = wordsIn(content)
  if (subject === undefined) return part
  // Where it is news it stands over the words as well.
  const over = `${subject}\n\n`
  return { ...part, subject, text: part.text.startsWith(over) ? part.text.slice(over.length) : part.text }
}

function wordsIn(content: Content): Part {
  switch (content.kind) {
    case 'text':
    case 'template':
      return { kind: content.kind, text: content.text }
    case 'location':
      return { kind: 'location', text: wordsOf(content) }
    case 'media':
      return { kind: shownAs[content.items[0]?.media ?? 'image'], text: content.caption ?? '' }
    default:
      return { kind: 'text', text: summary(content) }
  }
}

const shownAs: Readonly<Record<MediaKind, Part['kind']>> = {
  image: 'image',
  sticker: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document'
}

import type { Logger } from 'pino'
import { isKnown } from '../../../shared/shapes.ts'
import type { Content } from '../../../shared/conversations/content.ts'
import { wordsOf } from '../../../shared/conversations/content-words.ts'
import { streamKey, streamKind, type StreamId } from '../../../shared/kernel/message.ts'
import type { ChatMessage } from '../../../shared/protocol/webchat.ts'
import type { Follow } from '../../log/follow.ts'
import type { Streams } from '../../log/read.ts'
import type { FileLinks } from '../../media/links.ts'
import type { Recorded } from '../../log/recorded.ts'
import { nameWithEnding } from '../file-names.ts'
import { cut } from '../reading.ts'

export type Listener = {
  /** There are more messages, or more of them were read. */
  grew(): void
  /** Somebody of this name writes just now. */
  writing(name: string): void
  /** What comes next may be missed: begin again. */
  broke(): void
}

export type Rooms = {
  /** Resolves when the conversation is read. The listener may hear before that, and misses nothing after. */
  enter(tenant: string, conversation: string, listener: Listener): Promise<Room>
  writing(tenant: string, conversation: string, agent: string): void
  stop(): void
}

export type Room = {
  messages(): readonly ChatMessage[]
  /** How many of the customer's own somebody has read. */
  read(): number
  leave(): void
}

export type RoomsParts = {
  readonly streams: Streams
  readonly follow: Follow
  readonly nameOf: (tenant: string, agent: string) => Promise<string>
  readonly fileLinks: FileLinks
  readonly logger: Logger
}

type Hall = {
  readonly messages: ChatMessage[]
  /** What each of them says, by its id: for those that name it. */
  readonly said: Map<string, string>
  read: number
  /** How many of their own were erased: reading is counted anew after that. */
  erased: number
  version: number
  readonly listeners: Set<Listener>
  turn: Promise<void>
  broken: boolean
}

/**
 * A conversation as its customer may see it, kept while somebody looks at it: their own messages and what was really
 * replied. Notes, assignments and held replies are facts of the same stream and never come in here.
 */
export function openRooms({ streams, follow, nameOf, fileLinks, logger }: RoomsParts): Rooms {
  const halls = new Map<string, Hall>()

  const add = async (tenant: string, hall: Hall, events: readonly Recorded[]) => {
    const before = hall.messages.length + hall.read
    for (const event of events) {
      // What was read and what is told live overlap.
      if (event.version <= hall.version) continue
      const message = await seenByCustomer(event, nameOf.bind(null, tenant), linkedIn(fileLinks, tenant, event.stream))
      hall.version = event.version
      if (message) put(hall, message, event)
      look(hall, event)
    }
    if (hall.messages.length + hall.read !== before) for (const listener of hall.listeners) listener.grew()
  }
  /** Whoever looks at it begins again. */
  const close = (key: string, hall: Hall) => {
    hall.broken = true
    if (halls.get(key) === hall) halls.delete(key)
    for (const listener of hall.listeners) listener.broke()
  }
  const next = (key: string, hall: Hall, work: () => Promise<void>) => {
    hall.turn = hall.turn.then(work).catch((error: unknown) => {
      logger.error({ err: error }, 'a web chat could not be read')
      close(key, hall)
    })
  }
  const stop = follow.onCommitted(({ tenant, events }) => {
    const talk = events.filter(event => streamKind(event.stream) === 'conversation')
    for (const [stream, some] of Map.groupBy(talk, event => event.stream)) {
      const key = `${tenant}\n${stream}`
      const hall = halls.get(key)
      if (hall && some.some(event => event.fact.type === 'conversation.erased')) close(key, hall)
      else if (hall) next(key, hall, () => add(tenant, hall, some))
    }
  })
  const open = (tenant: string, stream: StreamId, key: string, hall = emptyHall()) => {
    halls.set(key, hall)
    next(key, hall, async () => add(tenant, hall, await streams.all(tenant, stream)))
    return hall
  }
  return {
    async enter(tenant, conversation, listener) {
      const stream: StreamId = `conversation/${conversation}`
      const key = `${tenant}\n${stream}`
      const hall = halls.get(key) ?? open(tenant, stream, key)
      hall.listeners.add(listener)
      const leave = () => {
        hall.listeners.delete(listener)
        if (hall.listeners.size === 0 && halls.get(key) === hall) halls.delete(key)
      }
      await hall.turn
      if (hall.broken) throw new Error('the conversation could not be read')
      return { messages: () => hall.messages, read: () => hall.read, leave }
    },
    writing(tenant, conversation, agent) {
      const key = `${tenant}\nconversation/${conversation}`
      const hall = halls.get(key)
      // In its turn: who has written is not shown as writing after their words.
      if (hall) next(key, hall, async () => showWriting(hall, await nameOf(tenant, agent)))
    },
    stop
  }
}

function emptyHall(): Hall {
  const listeners = new Set<Listener>()
  return {
    messages: [],
    said: new Map(),
    read: 0,
    erased: 0,
    version: 0,
    listeners,
    turn: Promise.resolve(),
    broken: false
  }
}

function put({ messages, said }: Hall, message: ChatMessage, event: Recorded): void {
  messages.push(withQuote(message, event, said))
  said.set(message.id, message.text || message.file?.name || '')
}

function showWriting({ listeners }: Hall, name: string): void {
  for (const listener of listeners) listener.writing(name)
}

function look(hall: Hall, { fact }: Recorded): void {
  if (!isKnown(fact)) return
  if (fact.type === 'conversation.erased') hall.erased = hall.messages.filter(message => message.mine).length
  if (fact.type !== 'conversation.marked-read' || fact.by.kind !== 'agent') return
  hall.read = Math.max(hall.read, hall.erased + fact.upTo)
}

type Linked = (file: { readonly file: string; readonly name: string }) => string

/** Characters. Whoever wrote it knows the rest. */
const longestQuote = 120

/** A page that is looked at for longer is loaded again. */
const linkedForMs = 30 * 86_400_000

function linkedIn(fileLinks: FileLinks, tenant: string, stream: StreamId): Linked {
  return file => fileLinks.pathTo({ tenant, conversation: streamKey(stream), ...file }, linkedForMs)
}

async function seenByCustomer(
  { fact }: Recorded,
  nameOf: (agent: string) => Promise<string>,
  linked: Linked
): Promise<ChatMessage | undefined> {
  if (!isKnown(fact)) return undefined
  const { at } = fact
  if (fact.type === 'conversation.message-received') {
    return { id: sayId(fact.message), mine: true, ...said(fact.content, linked), at, from: null }
  }
  if (fact.type !== 'conversation.replied') return undefined
  const from = fact.by.kind === 'agent' ? await nameOf(fact.by.id) : null
  return { id: fact.message, mine: false, ...said(fact.content, linked), at, from }
}

function said(content: Content, linked: Linked): Pick<ChatMessage, 'text' | 'file' | 'choices'> {
  const item = content.kind === 'media' ? content.items[0] : undefined
  if (content.kind !== 'media' || !item?.file || !item.mime || item.bytes === undefined) {
    const choices = content.kind === 'text' ? content.choices?.map(({ title }) => title) : undefined
    return { text: wordsOf(content) || '…', ...(choices && { choices }) }
  }
  const { file, media, mime, bytes, name, seconds, width, height } = item
  const at = linked({ file, name: nameWithEnding(name, mime) })
  return { text: content.caption ?? '', file: { at, media, mime, bytes, name, seconds, width, height } }
}

/** What a reply names stands over its words. */
function withQuote(message: ChatMessage, { fact }: Recorded, said: Hall['said']): ChatMessage {
  const content = isKnown(fact) && fact.type === 'conversation.replied' ? fact.content : undefined
  const named = content && 'replyTo' in content ? content.replyTo?.message : undefined
  const of = named === undefined ? '' : sayId(named)
  const words = (said.get(of) ?? '').replace(/\s+/g, ' ').trim()
  if (words === '') return message
  return {
    ...message,
    quote: { message: of, words: words.length > longestQuote ? `${cut(words, longestQuote)}…` : words }
  }
}

/** The message's id in the log says whose it is; the page knows it by the id it gave it. */
export function messageId(visitor: string, say: string): string {
  return `chat:${visitor}:${say}`
}

function sayId(message: string): string {
  return message.slice(message.lastIndexOf(':') + 1)
}

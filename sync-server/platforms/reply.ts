import type { Content } from '../../shared/conversations/content.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { isKnown } from '../../shared/shapes.ts'
import type { Recorded } from '../log/recorded.ts'
import type { Streams } from '../log/read.ts'
import type { Answered, Quoted } from './quoted.ts'
import type { Job } from './unfinished.ts'

export type Reply = {
  readonly content: Content
  /** The customer's message that it answers: the one it names, else the one before it, where that was asked for. */
  readonly answers: Answered | undefined
  /** The message that it names; `undefined` also where the platform never heard of that, or has it no more. */
  readonly quoted: Quoted | undefined
  /** When it was put on record, by our clock. */
  readonly askedAt: number
}

const eventsAtOnce = 200

/**
 * A conversation is read backwards until its reply is found, the message that it names, and where it is asked for
 * (`named`) the customer's message that it answers: all are nearly always among the last.
 */
export async function replyOf(streams: Streams, job: Job, named: boolean): Promise<Reply> {
  const { tenant, conversation, message } = job
  const stream = `conversation/${conversation}` as const
  const search = searchFor(message, named)
  let events = await streams.last(tenant, stream, eventsAtOnce)
  for (;;) {
    for (const event of events.toReversed()) {
      search.look(event)
      if (search.isOver()) break
    }
    const [oldest] = events
    if (search.isOver() || !oldest || oldest.version === 1) break
    events = (await streams.before(tenant, stream, oldest.version, eventsAtOnce)).events
  }
  const found = search.found()
  if (!found) throw new Error(`${stream} has no reply ${message}`)
  return found
}

type Found = { readonly quoted: Quoted | undefined; readonly answers: Answered | undefined }

/** Looks at a conversation's events one by one, the newest first. */
function searchFor(message: string, named: boolean) {
  let reply: Pick<Reply, 'content' | 'askedAt'> | undefined
  /** The message it names. */
  let wanted: string | undefined
  let quoted: Found | undefined
  let latest: Answered | undefined
  let wasErased = false
  const names = namesTold()

  const received = (fact: Extract<ConversationFact, { type: 'conversation.message-received' }>) => {
    const { message: id, content } = fact
    const answers = { id, content }
    latest ??= answers
    if (id === wanted) quoted ??= { quoted: names.theirs(id, content), answers }
    // One of ours is named: it stands in the thread of what it answered.
    else if (quoted && !quoted.answers) quoted = { ...quoted, answers }
  }
  return {
    look({ fact, recordedAt }: Recorded): void {
      if (!isKnown(fact)) return
      names.hear(fact)
      if (fact.type === 'conversation.replied' && fact.message === message) {
        const { content } = fact
        reply = { content, askedAt: recordedAt }
        wanted = 'replyTo' in content ? content.replyTo?.message : undefined
      } else if (!reply) return
      else if (fact.type === 'conversation.erased') wasErased = true
      else if (fact.type === 'conversation.message-received') received(fact)
      else if (isOurs(fact) && fact.message === wanted) quoted ??= { quoted: names.ours(fact), answers: undefined }
    },
    isOver(): boolean {
      if (!reply) return false
      const answers = quoted ? quoted.answers : latest
      return wasErased || ((wanted === undefined || quoted !== undefined) && (!named || answers !== undefined))
    },
    found(): Reply | undefined {
      if (!reply) return undefined
      // What it names in vain, it does not answer either.
      const { answers, ...found } = quoted?.quoted ? quoted : { answers: latest, quoted: undefined }
      return { ...reply, ...found, answers: named ? answers : undefined }
    }
  }
}

type Ours = Extract<ConversationFact, { type: 'conversation.replied' | 'conversation.replied-elsewhere' }>

function isOurs(fact: { readonly type: string }): fact is Ours {
  return fact.type === 'conversation.replied' || fact.type === 'conversation.replied-elsewhere'
}

/** What the platform calls our messages, and which of all it has no more: both are told after the message itself. */
function namesTold() {
  const names = new Map<string, Omit<Quoted, 'ours'>>()
  const gone = new Set<string>()
  const keep = (message: string, id: string, token?: string) => {
    if (!names.has(message)) names.set(message, { id, ...(token !== undefined && { token }) })
  }
  return {
    hear(fact: { readonly type: string }): void {
      const told = fact as ConversationFact
      if (told.type === 'conversation.sent') keep(told.message, told.platformId, told.quoteToken)
      if (told.type === 'conversation.receipt-received' && told.message !== undefined && told.status !== 'failed')
        keep(told.message, told.platformId)
      if (told.type === 'conversation.message-unsent') gone.add(told.message)
    },
    theirs(id: string, content: Content): Quoted | undefined {
      if (gone.has(id)) return undefined
      const token = 'quoteToken' in content ? content.quoteToken : undefined
      return { id, ours: false, ...(token !== undefined && { token }) }
    },
    ours({ type, message }: Ours): Quoted | undefined {
      const name = type === 'conversation.replied-elsewhere' ? { id: message } : names.get(message)
      return name && !gone.has(name.id) && !gone.has(message) ? { ...name, ours: true } : undefined
    }
  }
}

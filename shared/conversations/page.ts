import type { Author } from '../kernel/message.ts'
import { unchanged } from '../kernel/unreachable.ts'
import type { Content } from './content.ts'
import type { ConversationFact, Failure } from './events.ts'
import { higher, rises, type Delivery } from './ladder.ts'

/** One thing on a conversation's page, in the order in which it is read. */
export type PageItem =
  | {
      readonly kind: 'received'
      readonly id: string
      readonly at: number
      readonly by: Author
      readonly content: Content
    }
  | {
      readonly kind: 'replied'
      readonly id: string
      readonly at: number
      readonly by: Author
      readonly content: Content
      readonly delivery: Delivery
      readonly failure: Failure | null
      readonly platformId: string | null
    }
  | {
      readonly kind: 'held'
      readonly id: string
      readonly at: number
      readonly by: Author
      readonly content: Content
      /** The message its author had not seen. */
      readonly newer: string
    }
  | { readonly kind: 'noted'; readonly id: string; readonly at: number; readonly by: Author; readonly text: string }
  /** A quiet line: who took it, resolved it, labelled it. */
  | { readonly kind: 'moment'; readonly id: string; readonly at: number; readonly by: Author; readonly fact: Moment }

const moments = [
  'conversation.opened',
  'conversation.claimed',
  'conversation.assigned',
  'conversation.unassigned',
  'conversation.resolved',
  'conversation.reopened',
  'conversation.snoozed',
  'conversation.woken',
  'conversation.prioritised',
  'conversation.labelled',
  'conversation.unlabelled',
  'conversation.erased'
] as const

export type Moment = Extract<ConversationFact, { type: (typeof moments)[number] }>

/** Receipts that came before their message, by the platform's id. */
type Early = ReadonlyMap<
  string,
  { readonly status: 'sent' | 'delivered' | 'read' | 'failed'; readonly failure: Failure | null }
>

export type Page = { readonly items: readonly PageItem[]; readonly early: Early }

export const emptyPage: Page = { items: [], early: new Map() }

/** Turns a run of facts, from any point of the stream on, into what a screen shows. Folding a few more facts on is cheap. */
export function turnPage(before: Page, facts: readonly ConversationFact[]): Page {
  const items = [...before.items]
  const early = new Map(before.early)
  for (const fact of facts) {
    if (fact.type === 'conversation.erased') {
      items.length = 0
      early.clear()
    }
    write(items, early, fact)
  }
  // The platform's and the authors' clocks give the order; equal times keep the log's.
  items.sort((a, b) => a.at - b.at)
  return { items, early }
}

type EarlyReceipts = Map<string, { status: 'sent' | 'delivered' | 'read' | 'failed'; failure: Failure | null }>

function write(items: PageItem[], early: EarlyReceipts, fact: ConversationFact): void {
  const { at, by } = fact
  switch (fact.type) {
    case 'conversation.message-received':
      items.push({ kind: 'received', id: fact.message, at, by, content: fact.content })
      return
    case 'conversation.replied': {
      remove(items, fact.message)
      const { message, content } = fact
      items.push({
        kind: 'replied',
        id: message,
        at,
        by,
        content,
        delivery: 'waiting',
        failure: null,
        platformId: null
      })
      return
    }
    case 'conversation.reply-held':
      items.push({ kind: 'held', id: fact.message, at, by, content: fact.content, newer: fact.newer })
      return
    case 'conversation.held-reply-discarded':
      remove(items, fact.message)
      return
    case 'conversation.noted':
      items.push({ kind: 'noted', id: fact.note, at, by, text: fact.text })
      return
    case 'conversation.send-started':
      return mark(items, fact.message, { delivery: 'sending', failure: null })
    case 'conversation.send-deferred':
      return mark(items, fact.message, { delivery: 'waiting', failure: fact.failure })
    case 'conversation.send-retried':
      return mark(items, fact.message, { delivery: 'waiting', failure: null })
    case 'conversation.send-failed':
      return mark(items, fact.message, { delivery: 'failed', failure: fact.failure })
    case 'conversation.send-unknown':
      return mark(items, fact.message, { delivery: 'unknown' })
    case 'conversation.sent': {
      climb(items, fact.message, fact.platformId, 'sent', null)
      const receipt = early.get(fact.platformId)
      if (receipt) climb(items, fact.message, fact.platformId, receipt.status, receipt.failure)
      early.delete(fact.platformId)
      return
    }
    case 'conversation.receipt-received': {
      const reply = items.findLast(
        item => item.kind === 'replied' && (item.id === fact.message || item.platformId === fact.platformId)
      )
      const before = early.get(fact.platformId)
      if (reply) climb(items, reply.id, fact.platformId, fact.status, fact.failure ?? null)
      else if (!before || rises(before.status, fact.status))
        early.set(fact.platformId, { status: fact.status, failure: fact.failure ?? null })
      return
    }
    case 'conversation.marked-read':
      return
    case 'conversation.opened':
    case 'conversation.claimed':
    case 'conversation.assigned':
    case 'conversation.unassigned':
    case 'conversation.resolved':
    case 'conversation.reopened':
    case 'conversation.snoozed':
    case 'conversation.woken':
    case 'conversation.prioritised':
    case 'conversation.labelled':
    case 'conversation.unlabelled':
    case 'conversation.erased':
      items.push({ kind: 'moment', id: `${fact.cause}:${fact.type}`, at, by, fact })
      return
    default:
      return unchanged(undefined, fact)
  }
}

function remove(items: PageItem[], id: string): void {
  const at = items.findLastIndex(item => item.id === id)
  if (at >= 0) items.splice(at, 1)
}

type Reply = Extract<PageItem, { kind: 'replied' }>

function mark(items: PageItem[], id: string, change: Partial<Reply>): void {
  const at = items.findLastIndex(item => item.id === id)
  const item = items[at]
  if (item?.kind === 'replied') items[at] = { ...item, ...change }
}

function climb(
  items: PageItem[],
  id: string,
  platformId: string,
  status: 'sent' | 'delivered' | 'read' | 'failed',
  failure: Failure | null
): void {
  const item = items.findLast(one => one.id === id)
  if (item?.kind !== 'replied') return
  const delivery = higher(item.delivery, status)
  mark(items, id, { platformId, delivery, failure: delivery === 'failed' ? (failure ?? item.failure) : null })
}

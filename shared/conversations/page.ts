import { unchanged } from '../kernel/unreachable.ts'
import type { ConversationFact, Failure } from './events.ts'
import { higher, isReceipt, liftedBy, rises, takenFrom } from './ladder.ts'
import { isHistory, type HistoryFact } from './history.ts'
import { changedItem, noteChange, type LaterChanges } from './later-changes.ts'
import type { LaterChange, PageItem } from './page-item.ts'
import { withHistory } from './page-history.ts'
import { markReaction } from './reactions.ts'

/** Receipts that came before their message, by the platform's id. */
type Early = ReadonlyMap<
  string,
  { readonly status: 'sent' | 'delivered' | 'read' | 'failed'; readonly failure: Failure | null }
>

type UpTo = { readonly delivered: number; readonly read: number }

export type Page = {
  readonly items: readonly PageItem[]
  readonly early: Early
  readonly changes: LaterChanges
  /** When each reply was asked for, and up to when all have been received. */
  readonly asked: ReadonlyMap<string, number>
  readonly upTo: UpTo
}

export const emptyPage: Page = {
  items: [],
  early: new Map(),
  changes: new Map(),
  asked: new Map(),
  upTo: { delivered: 0, read: 0 }
}

/** Turns a run of facts, from any point of the stream on, into what a screen shows. Folding a few more facts on is cheap. */
export function turnPage(before: Page, facts: readonly ConversationFact[]): Page {
  const page: Turning = {
    items: [...before.items],
    early: new Map(before.early),
    changes: new Map(before.changes),
    asked: new Map(before.asked),
    upTo: { ...before.upTo }
  }
  for (const fact of facts) {
    if (fact.type === 'conversation.erased') forget(page)
    if (isHistory(fact)) page.items = withHistory(page.items, fact)
    else write(page, fact)
  }
  const items = page.items.map(item => changedItem(lifted(item, page), page.changes))
  // The platform's and the authors' clocks give the order; equal times keep the log's.
  items.sort((a, b) => a.at - b.at)
  return { ...page, items }
}

type EarlyReceipts = Map<string, { status: 'sent' | 'delivered' | 'read' | 'failed'; failure: Failure | null }>

type Turning = {
  items: PageItem[]
  early: EarlyReceipts
  changes: Map<string, LaterChange>
  asked: Map<string, number>
  upTo: { delivered: number; read: number }
}

function forget({ items, early, changes }: Turning): void {
  items.length = 0
  early.clear()
  changes.clear()
}

function write(page: Turning, fact: Exclude<ConversationFact, HistoryFact>): void {
  const { items } = page
  const { at, by } = fact
  switch (fact.type) {
    case 'conversation.message-received':
      items.push({ kind: 'received', id: fact.message, at, by, content: fact.content })
      return
    case 'conversation.replied': {
      remove(items, fact.message)
      const { message: id, content } = fact
      items.push({ kind: 'replied', id, at, by, content, delivery: 'waiting', failure: null, platformId: null })
      return
    }
    case 'conversation.replied-elsewhere':
      return writeElsewhere(page, fact)
    case 'conversation.message-edited':
    case 'conversation.message-unsent':
    case 'conversation.file-kept':
    case 'conversation.file-lost':
    case 'conversation.reacted':
    case 'conversation.reaction-put':
      return noteChange(page.changes, fact)
    case 'conversation.reply-held':
      items.push({ kind: 'held', id: fact.message, at, by, content: fact.content, newer: fact.newer })
      return
    case 'conversation.held-reply-discarded':
    case 'conversation.reply-withdrawn':
      remove(items, fact.message)
      return
    case 'conversation.noted':
      items.push({ kind: 'noted', id: fact.note, at, by, text: fact.text })
      return
    case 'conversation.send-started':
      page.asked.set(fact.message, at)
      return mark(page, fact.message, { delivery: 'sending', failure: null })
    case 'conversation.send-deferred':
      return mark(page, fact.message, { delivery: 'waiting', failure: fact.failure, until: fact.until })
    case 'conversation.send-retried':
      return mark(page, fact.message, { delivery: 'waiting', failure: null })
    case 'conversation.send-failed':
      return mark(page, fact.message, { delivery: 'failed', failure: fact.failure })
    case 'conversation.send-unknown':
      return mark(page, fact.message, { delivery: 'unknown' })
    case 'conversation.sent': {
      markReaction(page.changes, fact.message, { delivery: 'sent', failure: null })
      climb(items, fact.message, fact.platformId, 'sent', null)
      writeEarly(page, fact.message, fact.platformId)
      return
    }
    case 'conversation.receipt-received':
      return writeReceipt(page, fact)
    case 'conversation.received-up-to':
      page.upTo[fact.status] = Math.max(page.upTo[fact.status], fact.upTo)
      return
    case 'conversation.marked-read':
    case 'conversation.sla-warned':
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
    case 'conversation.noticed':
    case 'conversation.sla-missed':
    case 'conversation.erased':
      items.push({ kind: 'moment', id: `${fact.cause}:${fact.type}`, at, by, fact })
      return
    default:
      return unchanged(undefined, fact)
  }
}

function writeElsewhere(
  page: Turning,
  { message: id, content, at, by }: Extract<ConversationFact, { type: 'conversation.replied-elsewhere' }>
): void {
  // It was ours after all: the echo was faster than the answer.
  if (page.items.some(item => item.kind === 'replied' && item.platformId === id)) return
  const sent = { delivery: 'sent', failure: null, platformId: id } as const
  page.items.push({ kind: 'replied', id, at, by, content, ...sent, elsewhere: true })
  writeEarly(page, id, id)
}

/** What was told of a message before we knew it. */
function writeEarly({ items, early }: Turning, id: string, platformId: string): void {
  const receipt = early.get(platformId)
  if (receipt) climb(items, id, platformId, receipt.status, receipt.failure)
  early.delete(platformId)
}

function writeReceipt(
  { items, early, asked }: Turning,
  fact: Extract<ConversationFact, { type: 'conversation.receipt-received' }>
): void {
  const reply = items.findLast(
    item => item.kind === 'replied' && (item.id === fact.message || item.platformId === fact.platformId)
  )
  const before = early.get(fact.platformId)
  if (reply) {
    climb(items, reply.id, fact.platformId, fact.status, fact.failure ?? null)
    if (fact.status === 'sent') asked.set(reply.id, fact.at)
  } else if (!before || rises(before.status, fact.status)) {
    early.set(fact.platformId, { status: fact.status, failure: fact.failure ?? null })
  }
}

function lifted(item: PageItem, { asked, upTo }: Turning): PageItem {
  if (item.kind !== 'replied') return item
  const delivery = liftedBy(item.delivery, item.elsewhere ? item.at : asked.get(item.id), upTo)
  return delivery === item.delivery ? item : { ...item, delivery }
}

function remove(items: PageItem[], id: string): void {
  const at = items.findLastIndex(item => item.id === id)
  if (at >= 0) items.splice(at, 1)
}

type Reply = Extract<PageItem, { kind: 'replied' }>

function mark(
  { items, changes }: Turning,
  id: string,
  change: Partial<Pick<Reply, 'delivery' | 'failure' | 'until'>>
): void {
  const at = items.findLastIndex(item => item.id === id)
  const item = items[at]
  if (item?.kind === 'replied') items[at] = { ...item, ...change }
  if (!item) markReaction(changes, id, change)
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
  const echo = items.find(
    (one): one is Reply => one.kind === 'replied' && one.elsewhere === true && one.id === platformId && one !== item
  )
  if (echo) items.splice(items.indexOf(echo), 1)
  const told = status === 'sent' ? takenFrom(item.delivery, item.platformId, platformId) : higher(item.delivery, status)
  // What was told of the echo was told of this.
  const delivery = echo && isReceipt(echo.delivery) ? higher(told, echo.delivery) : told
  items[items.indexOf(item)] = {
    ...item,
    platformId,
    delivery,
    failure: delivery === 'failed' ? (failure ?? item.failure) : null
  }
}

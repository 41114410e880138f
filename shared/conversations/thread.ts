import { windowClosesAt } from '../platforms/reply-window.ts'
import { strategyOf } from '../platforms/strategies.ts'
import type { Run } from '../sla/content.ts'
import type { Conversation, LastWords, Send } from './conversation.ts'
import type { Priority } from './events.ts'
import type { Delivery } from './ladder.ts'

/** A conversation's row in the list: all that one glance needs, drawn from facts and never patched. */
export type Thread = {
  readonly conversation: string
  readonly inbox: string
  readonly platform: string
  readonly contact: string
  readonly status: 'open' | 'snoozed' | 'resolved'
  readonly snoozedUntil: number | null
  readonly assignee: string | null
  readonly priority: Priority
  readonly labels: readonly string[]
  readonly last: (LastWords & { readonly delivery: Delivery | null }) | null
  readonly waitingSince: number | null
  /** `null`: this platform has no window. */
  readonly windowClosesAt: number | null
  readonly received: number
  readonly readBy: Conversation['readBy']
  readonly heldBy: readonly string[]
  /** Some reply failed, or nobody knows whether it arrived. */
  readonly troubled: boolean
  readonly changedAt: number
  readonly runs?: readonly Run[]
  /** What was said before Daybook: nobody answers here. */
  readonly history?: true
}

export function thread(conversation: string, state: Conversation): Thread | null {
  if (state.status === 'unknown') return null
  const { inbox, platform, contact, status, snoozedUntil, assignee, priority, labels, received, readBy, changedAt } =
    state
  const lastSend = state.sends.find(send => send.message === state.last?.message)
  return {
    conversation,
    inbox,
    platform,
    contact,
    status,
    snoozedUntil,
    assignee,
    priority,
    labels,
    last: state.last && { ...state.last, delivery: lastSend?.delivery ?? null },
    waitingSince: state.waitingSince,
    windowClosesAt: windowClosesAt(strategyOf(platform), state.lastReceivedAt, 'person', state.lastReceived),
    received,
    readBy,
    heldBy: state.held.map(held => held.by),
    troubled: state.sends.some(isTrouble),
    changedAt,
    ...(state.runs && { runs: state.runs }),
    ...(state.history && { history: true })
  }
}

/** An away message that did not go is nothing that anybody has to see to: the customer waits as before. */
function isTrouble({ delivery, goesUntil }: Send): boolean {
  return goesUntil === undefined && (delivery === 'failed' || delivery === 'unknown')
}

/** How many of the customer's messages this agent has not seen. */
export function unread(row: Thread, agent: string): number {
  return row.received - (row.readBy.find(reader => reader.agent === agent)?.upTo ?? 0)
}

export type ListView = 'mine' | 'unassigned' | 'all' | 'snoozed' | 'resolved'

export function belongsTo(view: ListView, row: Thread, agent: string): boolean {
  switch (view) {
    case 'mine':
      return row.status === 'open' && row.assignee === agent
    case 'unassigned':
      return row.status === 'open' && row.assignee === null
    case 'all':
      return row.status === 'open'
    case 'snoozed':
    case 'resolved':
      return row.status === view
  }
}

/** Newest words first; rows of the same moment keep one order everywhere. */
export function byLastWords(a: Thread, b: Thread): number {
  return lastAt(b) - lastAt(a) || (a.conversation < b.conversation ? -1 : 1)
}

/** When something was said last: what lists are ordered by. */
export function lastAt(row: Thread): number {
  return row.last?.at ?? row.changedAt
}

import type { Author } from '../kernel/message.ts'
import type { Writer } from '../platforms/reply-window.ts'
import type { Run } from '../sla/content.ts'
import type { Content } from './content.ts'
import type { Failure, Priority, ReceiptStatus } from './events.ts'
import type { Delivery } from './ladder.ts'

export type Send = {
  readonly message: string
  readonly delivery: Delivery
  readonly platformId: string | null
  /** Free text needs an open window, a template does not. */
  readonly freeText: boolean
  readonly failure: Failure | null
  /** When a deferred send is tried again, epoch milliseconds. */
  readonly until: number | null
  /** When the platform was asked, or says that it took it. */
  readonly askedAt?: number
  /** An earlier try may still be told of, under an id of its own. */
  readonly again?: true
  /** An earlier try went unanswered: the customer may have it. */
  readonly wasUnknown?: true
  /** What the customer waited for until it was written, as long as it may be taken back. */
  readonly owed?: Owed
  /** Absent: a person. */
  readonly writer?: 'program'
  /** It is an away message: from then on it would not be true. */
  readonly goesUntil?: number
  /** It is no message but a reaction, on this one of the customer's. */
  readonly reacts?: { readonly of: string; readonly emoji: string | null }
  /** Its words on one line, as long as only they can tell whether an echo is its own. */
  readonly words?: string
}

/** `at`: when they were answered. */
export type Owed = { readonly at: number; readonly since: number; readonly unanswered: readonly number[] }

/** What became of a message later. `text` null: it was unsent. */
export type Change = { readonly message: string; readonly at: number; readonly text: string | null }

/** What the list shows as the last words. */
export type LastWords = {
  readonly kind: 'received' | 'replied' | 'noted'
  readonly message: string
  readonly text: string
  readonly at: number
  readonly by: Author
}

/** One customer on one inbox, over time. Everything `decide` and the list need, as plain JSON. */
export type Conversation = {
  readonly status: 'unknown' | 'open' | 'snoozed' | 'resolved'
  readonly inbox: string
  readonly platform: string
  readonly contact: string
  readonly openedAt: number
  readonly assignee: string | null
  readonly assignedAt: number
  readonly snoozedUntil: number | null
  readonly priority: Priority
  readonly labels: readonly string[]
  /** How many messages the customer has written, and how many of them each agent has seen. */
  readonly received: number
  readonly readBy: readonly { readonly agent: string; readonly upTo: number }[]
  /** The customer's last recorded message, and the newest moment they wrote, by the platform's clock. */
  readonly lastReceived: string | null
  readonly lastReceivedAt: number | null
  /** The first customer message nobody has answered yet. */
  readonly waitingSince: number | null
  readonly last: LastWords | null
  /** The last message of each of the last two who wrote, newest first, and of the last two programs: enough to know what anyone has not seen. */
  readonly latest: readonly Latest[]
  readonly held: readonly {
    readonly message: string
    readonly by: string
    readonly content: Content
    readonly newer: string
  }[]
  readonly sends: readonly Send[]
  /** Receipts for platform ids we were not told yet. */
  readonly strays: readonly {
    readonly platformId: string
    readonly status: ReceiptStatus
    readonly failure: Failure | null
  }[]
  readonly changedAt: number
  readonly resolvedAt: number | null
  /** How often what was said here was erased, and whether that was the end of it. */
  readonly erasures: number
  readonly over: boolean
  /** What a state that an older version carried over does not have, is not there. */
  readonly changes?: readonly Change[]
  /** The newest moment another app of the business answered. */
  readonly elsewhereAt?: number
  /** The newest moment a person answered here. */
  readonly answeredAt?: number
  /** The customer was told that nobody is there, until then. */
  readonly awayUntil?: number
  /** When the customer wrote since anybody answered. */
  readonly unanswered?: readonly number[]
  /** What the customer waits for, and lately has waited for. */
  readonly runs?: readonly Run[]
  /** Which imports brought what was said here before, each with its last words. Absent: customers write here themselves. */
  readonly history?: readonly { readonly import: string; readonly last: LastWords }[]
  readonly receivedUpTo?: { readonly delivered: number; readonly read: number }
}

export const noConversation: Conversation = {
  status: 'unknown',
  inbox: '',
  platform: '',
  contact: '',
  openedAt: 0,
  assignee: null,
  assignedAt: 0,
  snoozedUntil: null,
  priority: 'none',
  labels: [],
  received: 0,
  readBy: [],
  lastReceived: null,
  lastReceivedAt: null,
  waitingSince: null,
  last: null,
  latest: [],
  held: [],
  sends: [],
  strays: [],
  changedAt: 0,
  resolvedAt: null,
  erasures: 0,
  over: false
}

export type Latest = { readonly message: string; readonly by: string; readonly program?: true }

/** Automations write as the system. */
export function writerOf(by: Author): Writer {
  return by.kind === 'agent' ? 'person' : 'program'
}

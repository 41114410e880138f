import type { Author } from '../kernel/message.ts'
import type { Content, LostFile } from './content.ts'
import type { ConversationFact, Failure } from './events.ts'
import type { Delivery } from './ladder.ts'

/** All that happened to a message after it was said. Kept by the platform's id: it may be told before the message. */
export type LaterChange = {
  readonly edited: { readonly at: number; readonly content: Content; readonly cause: string } | null
  readonly unsentAt: number | null
  readonly reactions: readonly Reaction[]
  /** What became of its files, by `fileKey`. */
  readonly files?: Readonly<Record<string, FileNow>>
}

export type FileNow = KeptFile | { readonly lost: LostFile }

export type KeptFile = {
  /** Its name where it is kept. */
  readonly file: string
  readonly mime: string
  readonly bytes: number
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** `emojis` may be empty: taken away, and an older one that is told late does not come back. */
export type Reaction = {
  readonly by: Author
  readonly at: number
  readonly emojis: readonly string[]
  /** Ours, put in Daybook: how far it has come. */
  readonly send?: { readonly message: string; readonly delivery: Delivery; readonly failure: Failure | null }
}

/** What may have become of a message later: `content` is how it stands now, `first` how it was said. */
type Changeable = { readonly later?: LaterChange; readonly first?: Content }

/** Which import brought it, and who wrote it, where several did. */
type Brought = {
  readonly import?: string
  readonly writer?: string
  /** The line that stood here while nobody had the file. */
  readonly standIn?: PageItem
}

/** One thing on a conversation's page, in the order in which it is read. */
export type PageItem =
  | (Changeable &
      Brought & {
        readonly kind: 'received'
        readonly id: string
        readonly at: number
        readonly by: Author
        readonly content: Content
      })
  | (Changeable &
      Brought & {
        readonly kind: 'replied'
        readonly id: string
        readonly at: number
        readonly by: Author
        readonly content: Content
        readonly delivery: Delivery
        readonly failure: Failure | null
        /** When it is tried again, while it waits for that. Epoch milliseconds. */
        readonly until?: number
        readonly platformId: string | null
        /** Sent from another app of the business. */
        readonly elsewhere?: true
      })
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
  'conversation.noticed',
  'conversation.sla-missed',
  'conversation.erased'
] as const

export type Moment = Extract<ConversationFact, { type: (typeof moments)[number] }>

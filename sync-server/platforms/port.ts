import type { Handle } from '../../shared/contacts/events.ts'
import type { Content, LostFile, Media, MediaKind } from '../../shared/conversations/content.ts'
import type { Failure, ReceiptStatus } from '../../shared/conversations/events.ts'
import type { AccountNews } from '../../shared/protocol/inboxes.ts'
import type { Afterwards } from './afterwards.ts'
import type { Courtesy, Shown } from './courtesy.ts'
import type { FoundTemplates } from './found-templates.ts'
import type { NotLetIn } from './not-let-in.ts'
import type { PastMail } from './past-mail.ts'
import type { Answered, Quoted } from './quoted.ts'
import type { Renewed } from './renewed.ts'
import type { InboxSecret } from './secrets.ts'
import type { Surface, SurfaceParts } from './surface.ts'

/** Who it is from. `at` is the platform's clock, epoch milliseconds; `id` the platform's own of what it tells. */
type From = {
  readonly id: string
  readonly at: number
  /** Every way this platform knows the customer, the steadiest first; at least one. */
  readonly handles: readonly Handle[]
}

/** What a platform tells us, in our words. */
export type Report =
  | (From & {
      readonly kind: 'message'
      readonly name: string | null
      readonly content: Content
      /** What the platform wants to have back to show that this was read. */
      readonly readToken?: string
    })
  /** Something the business sent. `message`: our own id, where the platform hands it back. */
  | (From & { readonly kind: 'echo'; readonly message: string | null; readonly content: Content })
  /** `ours`, here and below: by the business, in another app. */
  | (From & { readonly kind: 'edit'; readonly message: string; readonly content: Content; readonly ours?: true })
  /** `quiet`: not worth a conversation, as below. */
  | (From & { readonly kind: 'unsent'; readonly message: string; readonly ours?: true; readonly quiet?: true })
  /** All the emoji its author has on the message `of` from now on. */
  | (From & {
      readonly kind: 'reaction'
      readonly of: string
      readonly emojis: readonly string[]
      readonly ours?: true
    })
  /** No message, but about the customer: a changed number, a followed link. */
  | (From & {
      readonly kind: 'notice'
      readonly name: string | null
      /** The platform's word for it, `[\w.-]+`. */
      readonly what: string
      readonly text: string
      readonly raw: string
      /** Not worth a conversation: of somebody we never met it is a dead letter. */
      readonly quiet?: true
    })
  /** Said before the account was connected, to whoever it was then: no news, it wakes nobody and opens no window. */
  | (From & {
      readonly kind: 'past'
      readonly from: 'us' | 'customer'
      readonly content: Content
      /** The file of a message that is told without it as well. */
      readonly file?: true
    })
  | {
      readonly kind: 'receipt'
      readonly platformId: string
      /** Our own id of the message, where the platform hands it back. */
      readonly message: string | null
      readonly status: ReceiptStatus
      /** The platform's own word for it, when it has more words than we have. */
      readonly word: string
      readonly at: number
      readonly failure: Failure | null
      readonly handles: readonly Handle[]
    }
  /** Everything that was taken up to a moment of the platform's clock has come so far. */
  | {
      readonly kind: 'receipt-up-to'
      readonly at: number
      readonly status: 'delivered' | 'read'
      readonly upTo: number
      readonly handles: readonly Handle[]
    }
  /** Of the account, and of no customer. `news`: what its admins should know; `null`: only that something changed. */
  | { readonly kind: 'account'; readonly about: AccountNews['about']; readonly news: AccountNews | null }
  /** What we cannot make sense of is kept as it came: there is no asking again. */
  | {
      readonly kind: 'unread'
      readonly why: string
      readonly raw: string
      /** `raw` is a payload of its own by now, which a later version may read. Absent: it is the item as it came. */
      readonly form?: 'payload'
    }

/** The body of an answer that says 200. */
export type Thanks = { readonly type: string; readonly words: string }

/** How a platform calls us. All of it is pure. */
export type Hook = {
  /** Its calls are forms, not JSON: the payload is an object of their fields and of those in the address. */
  readonly form?: true
  /** What it hears when all of a payload is on our disk; absent or `null`: `ok`. */
  readonly thanks?: (payload: unknown) => Thanks | null
  /** The words that prove to the platform that the address is ours; `null`: whoever asks is not the platform. */
  handshake(query: URLSearchParams, secret: InboxSecret): string | null
  /** Is this body, byte for byte, the platform's? `address`: where it called, as the world sees it. */
  authentic(
    body: Uint8Array,
    header: (name: string) => string | undefined,
    secret: InboxSecret,
    address: string
  ): boolean
  /**
   * Everything in a payload; never throws: what is malformed is `unread`, and costs only itself. `cameAt` is our clock
   * when it first came, for a platform that tells no time at all.
   */
  read(payload: unknown, secret: InboxSecret, cameAt: number): readonly Report[]
}

/** One message on its way to the customer. */
export type Outgoing = {
  readonly message: string
  readonly content: Content
  /** The file that the content names. */
  readonly file?: OutgoingFile
  /** How the platform may know the customer, the latest learned last. */
  readonly handles: readonly Handle[]
  /** The customer's message it answers, or their latest before it, where the platform asks for it (`answers`). */
  readonly answers?: Answered
  /** The message it names as what it answers; absent also where the platform has no name for that. */
  readonly quoted?: Quoted
  /** A program wrote it. */
  readonly automatic?: true
  /** The window of a program's words is over: this goes because a person wrote it. */
  readonly late: boolean
}

/** One emoji of ours on a customer's message; `null`: none any more. Asked twice it comes to the same. */
export type OutgoingReaction = {
  /** Our own id of the asking. */
  readonly message: string
  /** The customer's message, as `read` told it. */
  readonly of: string
  readonly emoji: string | null
  readonly handles: readonly Handle[]
}

export type OutgoingFile = {
  readonly media: MediaKind
  readonly mime: string
  /** As the customer sees it, with an ending. */
  readonly name: string
  readonly body: Blob
  /** Where the platform may fetch it (`fetchesForMs`); absent: nobody told us how the world sees this server. */
  readonly link?: string
}

export type Attempt = Reaching & {
  /** How often this message was tried before, as far as this process remembers. */
  readonly tries: number
  /** Where the platform may call about this inbox; `null`: nobody told us how the world sees this server. */
  readonly hook: string | null
}

export type Reaching = {
  /** Where the platform's API is. */
  readonly baseUrl: string
  readonly signal: AbortSignal
}

export type Outcome =
  | {
      readonly result: 'sent'
      readonly platformId: string
      /** What the platform wants to have back where a later message names this one. */
      readonly quoteToken?: string
      readonly afterwards?: Afterwards
    }
  /** Certainly not taken; worth another try. */
  | { readonly result: 'deferred'; readonly failure: Failure; readonly afterMs: number }
  /** Certainly not taken, and another try would end the same way. */
  | { readonly result: 'failed'; readonly failure: Failure }
  /** Certainly not taken, and nothing of this inbox will be until somebody who runs it acts. */
  | { readonly result: 'stopped'; readonly failure: Failure }
  /** Asked, and nobody knows. Never tried again by itself, unless `onceForMs`: the customer might read it twice. */
  | { readonly result: 'unknown' }

/** How a file is reached: wherever an address leads, it is the public net, or where the platform's API is. */
export type Reach = {
  readonly baseUrl: string
  open(address: string, headers?: Readonly<Record<string, string>>): Promise<Reached>
}
export type Reached = { readonly status: number; readonly body: AsyncIterable<Uint8Array> }

/** Where the platform is told to call, and how it is reached. */
export type Announcing = { readonly hook: string; readonly baseUrl: string; readonly signal: AbortSignal }

export type FoundFile =
  | { readonly result: 'found'; readonly body: AsyncIterable<Uint8Array> }
  /** Another try may find it. */
  | { readonly result: 'later' }
  | { readonly result: 'lost'; readonly why: LostFile }

/** Does the platform let us in, as this account? */
export type Knocked =
  /** `account`: what it calls the account, where nobody has to say so. */
  | { readonly result: 'open'; readonly account?: string }
  /** In a sentence for whoever wants to connect it. */
  | { readonly result: 'shut'; readonly why: string }
  /** It did not say. */
  | { readonly result: 'unasked'; readonly why: string }

/** A stretch of time in which the platform may have called in vain, and how what it has of it is taken. */
export type LookBack = Reaching & {
  /** Epoch milliseconds. */
  readonly since: number
  /** What is younger may still be on its way here, and its call says more. */
  readonly until: number
  /** Was this message of a customer's told before? */
  known(message: string): Promise<boolean>
  /** In any order, and also what was told before. It is on disk when this resolves; a receipt only of what we have sent. */
  take(reports: readonly Report[]): Promise<void>
}

/** How a platform is asked that does not call us: an ear at each of its accounts, as long as the server runs. */
export type Pull = {
  /** Everything in one thing that was fetched; never throws, like a hook's. */
  read(payload: unknown, secret: InboxSecret): Promise<readonly Report[]>
  /** Does the account let us in? `null`, or why not. */
  knock(secret: InboxSecret, signal: AbortSignal): Promise<NotLetIn | null>
  /**
   * Takes what has come since `place`, and then whatever comes, until `signal`. Each report is on disk before the next
   * place is kept. Throws when the line breaks: it is called again, after a while.
   */
  listen(secret: InboxSecret, ear: Ear): Promise<never>
}

export type Ear = {
  readonly signal: AbortSignal
  /** Where it stood, in the platform's own words; `null`: at the beginning. */
  readonly place: string | null
  /** The line stands, and the account lets us in. */
  heard(): void
  /** Takes one fetched thing, then keeps the place behind it. Whatever it dies of, told again it comes to the same. */
  take(payload: unknown, place: string): Promise<void>
  keep(place: string): Promise<void>
}

/** What every platform implements. `registry.ts` has them all; a new one: `docs/new-platform.md`. */
export type Platform = {
  readonly platform: string
  /** `null`: this platform has no webhook. */
  readonly hook: Hook | null
  /** `null`: it calls, and is not asked. */
  readonly pull: Pull | null
  /** Does an answer have to name the message that it answers? */
  readonly answers?: true
  /** Asks once, and changes nothing. Never throws. Absent: there is nobody to ask, or `pull` does. */
  readonly knock?: (secret: InboxSecret, reaching: Reaching) => Promise<Knocked>
  /** Tells the platform where to call. `null`: it knows; otherwise why not, in a sentence. Absent: somebody enters it there. */
  readonly announce?: (secret: InboxSecret, where: Announcing) => Promise<string | null>
  /** For so long after it was first asked, it takes a message once however often it is asked. Absent: no such promise. */
  readonly onceForMs?: number
  /** It is given no file but an address of it, from which it may fetch it for so long. Absent: it is given the bytes. */
  readonly fetchesForMs?: number
  /** Never throws. Absent: it has no templates. */
  readonly findTemplates?: (secret: InboxSecret, reaching: Reaching) => Promise<FoundTemplates>
  /** Asks for an access token that holds longer. Never throws. Absent: its tokens hold until somebody takes them back. */
  readonly renew?: (secret: InboxSecret, reaching: Reaching) => Promise<Renewed>
  /**
   * Asks for what it would have called for. `null`: all of it was taken; otherwise why not, in a sentence: it is asked
   * once more for the same. Never throws but what `known` and `take` throw. Absent: what it called for in vain is gone.
   */
  readonly lookBack?: (secret: InboxSecret, back: LookBack) => Promise<string | null>
  /** `null`: its customers are somewhere else. */
  readonly openSurface: ((parts: SurfaceParts) => Surface) | null
  /** Finds a file that a message names; throws what the network throws. `null`: its messages never name any. */
  readonly findFile: ((media: Media, secret: InboxSecret, reach: Reach) => Promise<FoundFile>) | null
  /** Reads a message that somebody kept in a file; throws for what is none. Absent: its messages are in no files. */
  readonly readPast?: (source: Uint8Array) => Promise<PastMail>
  /** Never throws. Absent: it shows nothing, or reads the log itself. */
  readonly show?: (courtesy: Courtesy, secret: InboxSecret, attempt: Reaching) => Promise<Shown>
  /** Never throws. Absent: it takes none. */
  readonly react?: (reaction: OutgoingReaction, secret: InboxSecret, attempt: Attempt) => Promise<Outcome>
  /** Never throws: whatever goes wrong is an outcome. */
  send(outgoing: Outgoing, secret: InboxSecret, attempt: Attempt): Promise<Outcome>
}

import type { Handle } from '../../../shared/contacts/events.ts'

/** What the contract has to know of a platform to hold it to its word. */
export type Vendor = {
  readonly platform: 'whatsapp' | 'instagram' | 'messenger' | 'telegram' | 'sms' | 'line'
  readonly customer: Handle
  /** Answers the GET by which Meta asks whether an address is ours. */
  readonly handshakes: boolean
  /** A call as the vendor makes it to this address, proved with this secret. */
  call(payload: unknown, secret?: string, address?: string): RequestInit
  /** When a call comes, by our clock: only of a vendor that tells no time. */
  readonly clock?: (payload: unknown) => number
  /** All of these told in as few calls as the vendor would make of them. */
  batch(items: readonly unknown[]): readonly unknown[]
  /** One customer's story in the order of its times; each item can be told by itself. */
  readonly story: readonly unknown[]
  /** What is read of it: how many messages, how many other things that stay visible. */
  readonly seen: { readonly messages: number; readonly words: readonly string[]; readonly gone: readonly string[] }
  /** What in the story leaves no trace, because something later takes its place. */
  readonly overtaken: readonly number[]
  said(id: number, text: string): unknown
  /** An item like any other, but for one thing that makes no sense. */
  readonly broken: unknown
  readonly api: {
    readonly path: string
    /** What proves that a send is ours; absent: the access token as a bearer's. */
    readonly authorization?: string | undefined
    /** The very body that is asked for a text of `hello`. */
    readonly asked: Readonly<Record<string, unknown>>
    readonly taken: unknown
    readonly platformId: string
    /** What it wants to have back where this message is named by another. */
    readonly quoteToken?: string
    /** Answers and what they mean. */
    readonly refusals: readonly {
      readonly status: number
      readonly answer: unknown
      readonly result: 'failed' | 'deferred' | 'stopped' | 'unknown'
    }[]
    /** The longest text it takes, and the same with one character more. */
    readonly longest: string
  }
}

import type { StreamId } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { PushItem, UpFrame } from '../../../shared/protocol/up.ts'
import type { Cursor, Held } from '../../log/db.ts'

export type Welcome = Extract<DownFrame, { type: 'welcome' }>

export type Patience = {
  /** How long after the server's last answer we ask for one. */
  readonly pingAfterMs: number
  /** How long we wait in silence for the answer, or for the socket to open. */
  readonly deadAfterMs: number
  /** How long we wait for it while other frames go on coming: a long snapshot may be before it, but not for ever. */
  readonly deafAfterMs: number
  /** How long we wait for it when the browser says that there is no network. */
  readonly doubtMs: number
}
export const patience: Patience = { pingAfterMs: 15_000, deadAfterMs: 10_000, deafAfterMs: 60_000, doubtMs: 2000 }

export type LineInput =
  | { readonly on: 'dial' }
  | { readonly on: 'opened'; readonly socket: number }
  /** `frame` null: it talks nonsense. */
  | { readonly on: 'heard'; readonly socket: number; readonly frame: DownFrame | null }
  | { readonly on: 'ended'; readonly socket: number }
  /** What was `taken` in is stored; `lost`: something before it never came. */
  | { readonly on: 'taken'; readonly socket: number; readonly result: 'taken' | 'lost' | 'failed' }
  | { readonly on: 'window'; readonly socket: number; readonly items: readonly PushItem[] }
  | { readonly on: 'time'; readonly timer: 'redial' | 'life' }
  /** There may be something to push. */
  | { readonly on: 'push' }
  | { readonly on: 'need'; readonly stream: StreamId; readonly before: number }
  /** Something says that the network is back, or that we slept: try now instead of later. */
  | { readonly on: 'hurry' }
  /** The browser says that there is no network. It does not know of a server in the same house: ask, but not for long. */
  | { readonly on: 'doubt' }
  | { readonly on: 'close' }

export type LineEffect =
  | { readonly do: 'dial'; readonly socket: number }
  | { readonly do: 'send'; readonly socket: number; readonly frame: UpFrame }
  | { readonly do: 'hang-up'; readonly socket: number }
  /** A timer of that name that runs already is forgotten. */
  | { readonly do: 'wait'; readonly timer: 'redial' | 'life'; readonly ms: number }
  | { readonly do: 'stop waiting'; readonly timer: 'redial' | 'life' }
  /** Store what this frame says, then say `taken`. Nothing else is handed over before. */
  | { readonly do: 'take'; readonly socket: number; readonly incarnation: string; readonly frame: DownFrame }
  | { readonly do: 'window'; readonly socket: number; readonly from: number; readonly log: string }
  /** Whether there is something to push that nobody told us of. */
  | { readonly do: 'look' }
  /** The server knows more of us than we do: this outbox is an old copy. */
  | { readonly do: 'renumber'; readonly socket: number }
  /** Somebody else came under our name. Unless another tab leads, it is a copy of this profile: both would take the line from each other for ever. */
  | { readonly do: 'start anew' }
  /** The server would not have us: perhaps nobody is signed in any more. */
  | { readonly do: 'turned away' }

/** What the line must know of the device. */
export type LineDevice = {
  readonly now: number
  /** From 0 to 1. */
  readonly random: number
  readonly patience: Patience
  readonly outbox: { readonly client: string; readonly lastN: number; readonly rows: readonly Held[] }
  readonly cursor: Cursor | null
}

export type Line = {
  /** Sockets are counted: what an older one says is not heard any more. `null`: none. */
  readonly socket: number | null
  readonly dialled: number
  readonly isOpen: boolean
  /** Since when we wait for a sign that the server hears us. */
  readonly probedAt: number | null
  readonly welcomed: Welcome | null
  readonly attempt: number
  readonly comeBackAfterMs: number | null
  /** The next `n` to push on this socket. */
  readonly next: number
  /** Up to where the server has answered, as this socket knows. */
  readonly answered: number
  readonly isTakingWindow: boolean
  /** What was heard and waits, in order; the first one is being stored. */
  readonly inbound: readonly DownFrame[]
  readonly lastHeardAt: number | null
  readonly dialledAt: number
  readonly isClosed: boolean
}

export const noLine: Line = {
  socket: null,
  dialled: 0,
  isOpen: false,
  probedAt: null,
  welcomed: null,
  attempt: 0,
  comeBackAfterMs: null,
  next: 1,
  answered: 0,
  isTakingWindow: false,
  inbound: [],
  lastHeardAt: null,
  dialledAt: -Infinity,
  isClosed: false
}

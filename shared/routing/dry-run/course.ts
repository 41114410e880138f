import type { Event } from '../../kernel/message.ts'
import type { Picture } from '../picture.ts'
import type { Left } from '../recall.ts'

/**
 * What people did with a conversation, in their order, apart from when they did it. `waits`: from here on nobody had it;
 * `gets`: somebody got it; `act`: what they did then. `at` is when that was, epoch milliseconds.
 */
export type Step =
  | { readonly step: 'waits'; readonly at: number; readonly seq: number }
  | Gets
  | { readonly step: 'act'; readonly at: number; readonly seq: number; readonly event: Event }

export type Gets = {
  readonly step: 'gets'
  readonly at: number
  readonly seq: number
  readonly inbox: string
  readonly to: string
  /** Since when it had waited. `null`: it had not, it only came back to whoever had it. */
  readonly since: number | null
  /** Somebody took it, or gave it, by hand. */
  readonly hand: Event | null
}

/** What happened at its own time, whoever had what: customers, the house, the clock. */
export type Beat = {
  readonly event: Event
  /** Where the conversation's steps go on: what was still to be done before is not done any more. */
  readonly goesOnAt: number | null
  /** It came while somebody had the conversation: whoever is done with it sooner has heard it sooner. */
  readonly isHandling: boolean
}

/** A stretch of a workspace's log as far as routing depends on it, without anybody's words. */
export type Course = {
  /** What the router knew when it began. It is played on: for each play a picture of its own. */
  readonly begins: Picture
  /** How it really ended. */
  readonly ends: Picture
  readonly from: number
  readonly until: number
  readonly beats: readonly Beat[]
  readonly steps: ReadonlyMap<string, readonly Step[]>
  /** What conversations were that were forgotten when it began. */
  readonly recalled: ReadonlyMap<string, Left>
}

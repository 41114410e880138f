import type { Frame } from './socket.ts'

/** What a device holds when it comes back, in its protocol's own words. */
export type Held = { readonly bytes: Uint8Array } | { readonly seq: number; readonly text: string }

/** One client's end of a protocol, without a socket, and without keeping anything it hears. */
export type Speaker = {
  /** Said as soon as the socket is open. */
  hello(): readonly Frame[]
  /** Heard until it is ready. Answers what is to be said to that. */
  hear(payload: Buffer): readonly Frame[]
  /** The first part has come from which a screen could be drawn. */
  readonly isUsable: boolean
  /** Everything has come, and what others do from here on is told. */
  readonly isReady: boolean
  /** What it would come back with. */
  readonly held: Held | null
  /** The same device when it comes back, where a server knows it again. */
  again?(): Speaker
  /** One frame with these. */
  say(texts: readonly string[]): Frame
}

export type Dialect = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** How long an event's words are when all that this system says of an event (who, when, why) weighs `eventBytes`. */
  readonly words: number
  /** The most events in one frame. */
  readonly mostTogether: number
  /** How its own client shows that it is alive, if it does so itself. */
  readonly sign: { readonly frame: Frame; readonly everyMs: number } | null
  speaker(held: Held | null): Speaker
}

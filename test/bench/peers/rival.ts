import type { Usage } from '../usage.ts'
import type { Dialect } from './speaker.ts'

/** A server that is compared: a process that can be killed and started again on what it kept. */
export type Rival = {
  readonly name: string
  readonly url: string
  readonly dialect: Dialect
  readonly used: Usage
  kill(): Promise<void>
  /** On the same directory. */
  start(): Promise<void>
  /** Ends it and removes what it kept. */
  stop(): Promise<void>
}

/** `history`: conversations of ten events each that a server has before it starts, where it cannot be told of them by a client. */
export type Opening = { readonly name: string; readonly open: (history: number) => Promise<Rival> }

import type { Shelf } from '../log/beside.ts'
import type { Locks } from '../sync/lock.ts'
import type { Wire } from '../sync/socket.ts'
import type { Live } from './live.ts'

/** The world around a tab: a browser's, or a test's. */
export type World = {
  readonly live: Live
  readonly locks: Locks | null
  dial(): Wire
  now(): number
  isVisible(): boolean
  /** Where the last keys before a reload are found again. */
  readonly shelf?: Shelf
  /** Calls back when the page is shown or hidden, or a network comes; returns how to stop. */
  onWake(wake: () => void): () => void
  /** Calls back when the browser says that there is no network; returns how to stop. */
  onDoubt(doubt: () => void): () => void
  onTurnedAway(): void
  /** A first screen can be drawn. */
  onShown?(): void
  /** Where an error goes that nobody can do anything about but the developer. */
  report(error: unknown): void
}

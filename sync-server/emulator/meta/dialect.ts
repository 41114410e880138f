import type { Strategy } from '../../../shared/platforms/strategy.ts'
import type { Later } from '../../../shared/protocol/emulator.ts'

/** What tells Messenger and Instagram apart. */
export type Dialect = {
  readonly strategy: Strategy
  /** What their webhooks are about. */
  readonly object: 'page' | 'instagram'
  /** Subcodes: of a closed window, and of somebody who has never written. */
  readonly outside: number
  readonly stranger: number
  /** Does an echo bring the sender's `metadata` back? */
  readonly metadata: boolean
  /** A file may be brought before a message names it. */
  readonly uploads: boolean
  /** All up to a moment were read; else the last that was seen is told by its id. */
  readonly watermarks: boolean
  /** What customers may do to what they said. That it is for a quarter of an hour the apps say, and no documentation. */
  readonly later: Later
}

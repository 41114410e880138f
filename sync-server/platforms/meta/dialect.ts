import type { Strategy } from '../../../shared/platforms/strategy.ts'

/** What tells Messenger and Instagram apart. All else they share. */
export type Dialect = {
  readonly strategy: Strategy
  /** What their webhooks say they are about. */
  readonly object: string
  /** The kind of handle: a person has another id for every page and every account. */
  readonly handle: string
  /** Where messages are sent, below the version. */
  path(account: string): string
  /** Does an echo bring back the `metadata` that a message was sent with? */
  readonly metadata: boolean
}

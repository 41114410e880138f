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
  /** Where a file is brought before a message names it; `null`: it is fetched from us. */
  readonly uploads: ((account: string) => string) | null
  /** Does an echo bring back the `metadata` that a message was sent with? */
  readonly metadata: boolean
}

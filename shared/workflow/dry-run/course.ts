import type { Card } from '../card.ts'
import type { CardFact } from '../events.ts'

/** Something that happened to a card, and what the card was just before. `at`: when it was recorded. */
export type Moment = { readonly at: number; readonly card: string; readonly before: Card; readonly fact: CardFact }

/** What happened on a board in a stretch of the log, in its order. Times are epoch milliseconds. */
export type Course = {
  readonly workflow: string
  readonly from: number
  readonly until: number
  /** The cards that were open when it began, each with the stage it was put in. */
  readonly board: ReadonlyMap<string, string>
  /** Those of them to which nothing happened, as far as it matters since when they are where they are. */
  readonly still: readonly Card[]
  readonly moments: readonly Moment[]
}

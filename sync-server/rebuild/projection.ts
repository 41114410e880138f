import type { StreamKind } from '../../shared/catalog.ts'
import type { Recorded } from '../log/recorded.ts'

/** A row as its table has it, without the tenant. */
export type ProjectedRow = Readonly<Record<string, string | number | null>>

/** A table that a follower draws from the log, and how it is drawn from nothing. */
export type Projection = {
  readonly table: string
  /** Rows may be behind the log by what this follower has not handled yet. */
  readonly follower: string
  readonly from: StreamKind
  /** The columns that name a row, beside the tenant. */
  readonly key: readonly string[]
  /** The table may have rows of which the log says nothing yet, or nothing any more. */
  readonly mayHaveMore: boolean
  /** A big workspace is drawn in parts. What says of a row in which it is: for rows drawn from a state, its aggregate's id. */
  part(row: ProjectedRow): string
  draw(): Drawing
}

export type Drawing = {
  /**
   * Takes the next event of its kind, and answers the rows that it may have changed.
   * `state` is the aggregate's after the event, and `undefined` for one that is in another part.
   */
  take(event: Recorded, state: unknown): readonly Drawn[]
}

/** What a row is now, or (`row` undefined) that there is none. `key` has the columns that name it. */
export type Drawn = { readonly key: ProjectedRow; readonly row: ProjectedRow | undefined }

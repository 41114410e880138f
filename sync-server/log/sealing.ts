import type { StreamId } from '../../shared/kernel/message.ts'
import type { Append, Sealed } from './arrange.ts'
import type { Recorded } from './recorded.ts'
import { dataOf, fromRow, type Row } from './row.ts'

/**
 * What stands between a fact and its row: words about a person are stored so that they can be read only while
 * that person's key is there. The chain runs over what is stored, so it does not mind when a key is gone.
 */
export type Sealing = {
  /** What is stored of these facts, and what of the keys changes with them. */
  seal(append: Append): Promise<Sealed>
  /** It is in the log: the key it made is in use from here on, and those it destroyed are not. */
  stands(append: Sealed): void
  /** Nobody knows whether it is: only the tables say which keys there are. */
  mayStand(append: Sealed): void
  /** The events of these rows as they can be read today, in the same order. */
  open(tenant: string, rows: readonly Row[]): Promise<readonly Recorded[]>
  /** What is kept of a stream beside its events. `null`: there is no key for it, or not any more. */
  readonly beside: {
    /** What has words about a person in it is kept sealed, or not at all: their key may have been destroyed meanwhile. */
    readonly demanded: boolean
    seal(place: StreamPlace, plain: string): Promise<Buffer | null>
    unseal(place: StreamPlace, sealed: Buffer): Promise<Buffer | null>
  }
}

export type StreamPlace = { readonly tenant: string; readonly stream: StreamId }

/** For a log in which nobody's words are. */
export const inTheClear: Sealing = {
  seal: append => Promise.resolve({ ...append, data: append.facts.map(dataOf), key: null, erasure: null }),
  stands: () => undefined,
  mayStand: () => undefined,
  open: (_tenant, rows) => Promise.resolve(rows.map(fromRow)),
  beside: { demanded: false, seal: () => Promise.resolve(null), unseal: () => Promise.resolve(null) }
}

import type { Event, Fact, StreamId } from './message.ts'

export type Loaded<F extends Fact> = { readonly facts: readonly F[]; readonly version: number }

export type Appended<F extends Fact> =
  | { readonly result: 'appended'; readonly events: readonly Event<F>[] }
  /** This cause was heard before: a webhook or an outbox may retry. Nothing was written. */
  | { readonly result: 'repeated' }
  /** Somebody else appended first. Load again and decide again. */
  | { readonly result: 'conflict' }

/**
 * The one door to history. Both ends of the wire have one: Dexie in the browser,
 * SQL on the server. `test/contracts/event-log.ts` is the law for both.
 */
export type EventLog<F extends Fact = Fact> = {
  load(stream: StreamId): Promise<Loaded<F>>
  /**
   * All of `facts` or none, at `version` + 1 and on. Resolves only when durable.
   * Every fact of one call has the same `cause`; the same cause again on any stream is `repeated`.
   */
  append(stream: StreamId, version: number, facts: readonly F[]): Promise<Appended<F>>
}

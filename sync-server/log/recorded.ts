import type { AnyRefusal, Scope } from '../../shared/catalog.ts'
import type { Event, Fact } from '../../shared/kernel/message.ts'

/** An event as the server holds it: with who may see it. */
export type Recorded<F extends Fact = Fact> = Event<F> & { readonly scope: Scope }

/** An event with its link in the tenant's chain, hex: it stands for everything up to here. */
export type Chained<F extends Fact = Fact> = Recorded<F> & { readonly hash: string }

/** Where a tenant's log ends: 0 and no hash when there is none. */
export type LogEnd = { readonly seq: number; readonly hash: string }

/** What one commit added to one tenant's log: all of `from`..`to`, in the order of `seq`. */
export type Batch = {
  readonly tenant: string
  readonly from: number
  readonly to: number
  readonly events: readonly Chained[]
}

/** Whose command this is, and which of theirs: `n` counts per client, gapless. */
export type Ticket = { readonly client: string; readonly n: number }

/** How a ticket was judged, for good. `command` null was withdrawn; `seq` is where the tenant's log stood. */
export type Ack = {
  readonly n: number
  readonly command: string | null
  readonly seq: number
  readonly refusal: AnyRefusal | null
}

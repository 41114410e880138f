import type { Handle } from '../../shared/contacts/events.ts'
import type { Content } from '../../shared/conversations/content.ts'

/** Who it was with. */
export type Customer = { readonly handles: readonly Handle[]; readonly name: string | null }

/** One thing that was said, ready to be told. */
export type Past = {
  readonly customer: Customer
  /** Epoch milliseconds. */
  readonly at: number
  /** All that tells it from any other in its conversation, however often it is read. */
  readonly key: string
  /** Of a file, and of one that was not exported: what tells it in an export without files. */
  readonly bareKey?: string
  /** What has the same key is the same, and not the same words said twice. */
  readonly isOnly: boolean
  readonly from: 'customer' | 'us'
  readonly writer: string | undefined
  readonly content: Content
  /** How each file is read that the content names; `null`: it did not come along. */
  readonly files: readonly ((() => Promise<AsyncIterable<Uint8Array>>) | null)[]
}

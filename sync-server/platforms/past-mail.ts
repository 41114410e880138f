import type { Handle } from '../../shared/contacts/events.ts'
import type { Content } from '../../shared/conversations/content.ts'

/** A message that somebody kept in a file. */
export type PastMail = {
  /** As it says itself; `null`: it does not. */
  readonly at: number | null
  readonly id: string | null
  /** Addresses. */
  readonly from: string | null
  readonly to: readonly string[]
  readonly people: readonly { readonly name: string; readonly address: string; readonly handle: Handle }[]
  readonly content: Content
  /** The bytes of each file that the content names, in its order. */
  readonly files: readonly (Uint8Array | null)[]
}

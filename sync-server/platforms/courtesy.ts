import type { Handle } from '../../shared/contacts/events.ts'

/** What a customer is shown while nothing is said: that we have read, or that somebody writes. */
export type Courtesy = {
  readonly kind: 'read' | 'typing'
  /** The customer's latest message, which somebody has read. */
  readonly message: string
  /** What came with it, where the platform gives anything and this process has heard it. */
  readonly readToken: string | undefined
  readonly handles: readonly Handle[]
}

/** It is never asked twice: what was not shown in its moment is worth nothing later. */
export type Shown =
  | { readonly result: 'shown' }
  /** In the platform's own code, or a word of ours. */
  | { readonly result: 'refused'; readonly code: string }
  /** Not reached, or not answered. */
  | { readonly result: 'lost' }

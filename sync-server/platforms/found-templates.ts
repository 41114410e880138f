import type { Template } from '../../shared/inboxes/events.ts'

/** What may be said at any time, as the platform has it now. */
export type FoundTemplates =
  | {
      readonly result: 'found'
      /** Those that are approved and can be sent from here, in an order of their own. */
      readonly templates: readonly Template[]
      /** How many more are approved. */
      readonly leftOut: number
    }
  /** In a sentence for whoever runs the account. */
  | { readonly result: 'not-found'; readonly why: string }

import type { OtherTemplate, Template } from '../../shared/inboxes/events.ts'

/** What may be said at any time, as the platform has it now. */
export type FoundTemplates =
  | {
      readonly result: 'found'
      /** Those that are approved and can be sent from here, in an order of their own. */
      readonly templates: readonly Template[]
      /** Those of which it is known what they need that we have not. */
      readonly others: readonly OtherTemplate[]
      /** How many more are approved than can be sent from here. */
      readonly leftOut: number
    }
  /** In a sentence for whoever runs the account. */
  | { readonly result: 'not-found'; readonly why: string }

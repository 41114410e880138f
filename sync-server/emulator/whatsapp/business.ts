import type { Template } from '../../../shared/inboxes/events.ts'
import type { VendorAccount } from '../stand-in.ts'

/** The pretended WhatsApp account, by the id of its phone number. */
export type Business = VendorAccount & {
  /** The business account that the number and the templates belong to. */
  readonly business: string
  /** The approved templates. */
  templates(): Promise<readonly Template[]>
}

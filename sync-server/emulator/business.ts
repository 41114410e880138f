import type { Template } from '../../shared/inboxes/events.ts'

/** The pretended WhatsApp account: what Meta would know of it. */
export type Business = {
  readonly name: string
  /** As a person reads it. */
  readonly number: string
  readonly phoneNumberId: string
  /** The business account that the number and the templates belong to. */
  readonly businessId: string
  /** The inbox whose webhook this account calls. */
  readonly inbox: string
  readonly appSecret: string
  readonly accessToken: string
  /** The approved templates. */
  templates(): Promise<readonly Template[]>
}

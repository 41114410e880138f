import { messenger as strategy } from '../../../shared/platforms/messenger.ts'
import { platformOf } from '../meta/platform-of.ts'
import { knock } from './knock.ts'

/** Facebook Messenger. An inbox's account is the page's id. Source: Meta, "Messenger Platform". */
export const messenger = platformOf(
  {
    strategy,
    object: 'page',
    handle: 'psid',
    path: page => `${encodeURIComponent(page)}/messages`,
    uploads: page => `${encodeURIComponent(page)}/message_attachments`,
    metadata: true
  },
  knock
)

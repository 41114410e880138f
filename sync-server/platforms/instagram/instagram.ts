import { instagram as strategy } from '../../../shared/platforms/instagram.ts'
import { platformOf } from '../meta/platform-of.ts'
import type { Platform } from '../port.ts'
import { knock } from './knock.ts'
import { renew } from './renew.ts'

/**
 * Instagram's messages. An inbox's account is the id of the professional account, as webhooks say it. The token says
 * whose message it is: it is the account's own, or, behind `graph.facebook.com`, that of the page the account belongs to.
 * An echo brings nothing of ours back: it is known by its id, or by its words. Source: Meta, "Instagram Messaging".
 */
export const instagram: Platform = {
  ...platformOf(
    {
      strategy,
      object: 'instagram',
      handle: 'igsid',
      path: () => 'me/messages',
      // Its own token uploads nothing, and a page's no pictures.
      uploads: null,
      metadata: false
    },
    knock
  ),
  renew
}

import { knockAt } from '../meta/knock.ts'
import type { Knocked, Reaching } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'
import { isPages } from './door.ts'

/**
 * Behind `graph.instagram.com` `me` is the account, whose `user_id` is the id that webhooks say; behind
 * `graph.facebook.com` it is the page, and the account is looked at by its id.
 * Source: Meta, "Instagram API with Instagram Login", "Get started".
 */
export function knock({ account, accessToken: token }: InboxSecret, reaching: Reaching): Promise<Knocked> {
  const ofPage = isPages(reaching.baseUrl)
  const path = ofPage ? `${encodeURIComponent(account)}?fields=id,username` : 'me?fields=user_id,username'
  const door = { channel: 'Instagram', what: 'Instagram account', path, token, account }
  return knockAt({ ...door, idIn: ({ id, user_id }) => (ofPage ? id : user_id) }, reaching)
}

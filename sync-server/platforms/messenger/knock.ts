import { knockAt } from '../meta/knock.ts'
import type { Knocked, Reaching } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'

/** To a page's token `me` is its page. Source: Meta, "Graph API", "User access tokens and page access tokens". */
export function knock({ account, accessToken: token }: InboxSecret, reaching: Reaching): Promise<Knocked> {
  const door = { channel: 'Messenger', what: 'page', path: 'me?fields=id,name', token, account }
  return knockAt({ ...door, idIn: ({ id }) => id }, reaching)
}

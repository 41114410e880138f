import { knockAt } from '../meta/knock.ts'
import type { Knocked, Reaching } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'

/** Source: Meta, "WhatsApp Business Phone Number", reading. */
export function knock({ account, accessToken: token }: InboxSecret, reaching: Reaching): Promise<Knocked> {
  const path = `${encodeURIComponent(account)}?fields=id,verified_name`
  const door = { channel: 'WhatsApp', what: 'phone number', path, token, account }
  return knockAt({ ...door, idIn: ({ id }) => id }, reaching)
}

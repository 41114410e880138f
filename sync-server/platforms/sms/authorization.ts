import type { InboxSecret } from '../secrets.ts'
import { accountIn } from './account.ts'

/** Source: Twilio, "REST API authentication". */
export function authorization({ account, accessToken }: InboxSecret): Readonly<Record<string, string>> {
  const { sid } = accountIn(account)
  return { authorization: `Basic ${Buffer.from(`${sid}:${accessToken}`).toString('base64')}` }
}

import * as v from 'valibot'
import { lookAt } from '../reaching.ts'
import type { Knocked, Reaching } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'
import { accountIn } from './account.ts'
import { authorization } from './authorization.ts'

const account = v.object({ status: v.string() })

/** Source: Twilio, "Account resource", fetch. */
export async function knock(secret: InboxSecret, { baseUrl, signal }: Reaching): Promise<Knocked> {
  const { sid } = accountIn(secret.account)
  const looked = await lookAt(`${baseUrl}/2010-04-01/Accounts/${sid}.json`, authorization(secret), signal)
  if (looked === null) return { result: 'unasked', why: 'Twilio could not be reached.' }
  if (looked.status === 401 || looked.status === 404) {
    return { result: 'shut', why: 'Twilio does not accept this account SID with this auth token.' }
  }
  const said = v.safeParse(account, looked.answer)
  if (looked.status !== 200 || !said.success) return { result: 'unasked', why: 'Twilio did not answer now.' }
  const { status } = said.output
  return status === 'active'
    ? { result: 'open' }
    : { result: 'shut', why: `Twilio says that this account is ${status}.` }
}

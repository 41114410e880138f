import * as v from 'valibot'
import type { AccountForm } from '../account.ts'
import { anySecret, anySecretMust } from './words.ts'

export const twilioAccount: AccountForm = {
  fields: [
    {
      name: 'sid',
      variable: 'TWILIO_ACCOUNT_SID',
      label: 'Account SID',
      found: 'In Twilio’s console, on the dashboard, under Account Info.',
      form: v.pipe(v.string(), v.trim(), v.regex(/^AC[0-9a-f]{32}$/)),
      must: 'must be AC and 32 hex digits.'
    },
    {
      name: 'account',
      variable: null,
      label: 'Number or messaging service',
      found: 'The number that customers write to, or the SID of the messaging service it is in.',
      form: v.pipe(v.string(), v.trim(), v.regex(/^(?:\+?\d{3,15}|MG[0-9a-f]{32})$/)),
      must: 'must be a number like +15557122661, or a messaging service: MG and 32 hex digits.'
    },
    {
      name: 'token',
      variable: 'TWILIO_AUTH_TOKEN',
      label: 'Auth token',
      found: 'In Twilio’s console, below the account SID.',
      form: anySecret,
      must: anySecretMust
    }
  ],
  // One token proves both ways: that a webhook is Twilio's, and that a send is ours.
  accountIn: ({ sid = '', account = '', token = '' }) => ({
    account: `${sid}:${account}`,
    appSecret: token,
    verifyToken: '',
    accessToken: token
  })
}

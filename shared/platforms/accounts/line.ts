import type { AccountForm } from '../account.ts'
import { anySecret, anySecretMust } from './words.ts'

/** LINE asks for no word when it is told the address: it sends no events at all, signed. */
export const lineAccount: AccountForm = {
  fields: [
    {
      name: 'appSecret',
      variable: 'LINE_CHANNEL_SECRET',
      label: 'Channel secret',
      found: 'In the LINE console, under Basic settings.',
      form: anySecret,
      must: anySecretMust
    },
    {
      name: 'accessToken',
      variable: 'LINE_CHANNEL_ACCESS_TOKEN',
      label: 'Channel access token',
      found: 'In the LINE console, under Messaging API, long-lived.',
      form: anySecret,
      must: anySecretMust
    }
  ],
  // Who the bot is, LINE says when it is asked with the token.
  accountIn: ({ appSecret = '', accessToken = '' }) => ({
    account: '',
    appSecret,
    verifyToken: '',
    accessToken
  })
}

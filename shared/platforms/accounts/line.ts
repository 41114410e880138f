import * as v from 'valibot'
import type { AccountForm } from '../account.ts'
import { anySecret, anySecretMust } from './words.ts'

/** LINE asks for no word when it is told the address: it sends no events at all, signed. */
export const lineAccount: AccountForm = {
  fields: [
    {
      name: 'account',
      variable: null,
      label: 'Bot’s user ID',
      found:
        'The userId that GET https://api.line.me/v2/bot/info says with the channel access token. It is not “Your user ID” in the LINE console: that is yours.',
      form: v.pipe(v.string(), v.trim(), v.regex(/^U[0-9a-f]{32}$/)),
      must: 'must be the bot’s user id, U and 32 hex digits, as GET /v2/bot/info says it.'
    },
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
  accountIn: ({ account = '', appSecret = '', accessToken = '' }) => ({
    account,
    appSecret,
    verifyToken: '',
    accessToken
  })
}

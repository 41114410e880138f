import * as v from 'valibot'
import type { AccountForm } from '../account.ts'
import { agreedWord, agreedWordMust } from './words.ts'

export const telegramAccount: AccountForm = {
  fields: [
    {
      name: 'accessToken',
      variable: 'TELEGRAM_BOT_TOKEN',
      label: 'Bot token',
      found: 'BotFather says it when you make the bot with /newbot, and again with /token.',
      form: v.pipe(v.string(), v.trim(), v.regex(/^\d{1,16}:[\w-]{10,200}$/)),
      must: 'must look like 123456:ABC-def.'
    },
    {
      name: 'appSecret',
      variable: 'TELEGRAM_WEBHOOK_SECRET',
      label: 'Webhook secret',
      found: 'You make it up, and give it to setWebhook as secret_token.',
      form: agreedWord,
      must: agreedWordMust,
      agreed: true
    }
  ],
  // The number before the colon is the bot's own id.
  accountIn({ accessToken = '', appSecret = '' }) {
    const [account = ''] = accessToken.split(':')
    return { account, appSecret, verifyToken: '', accessToken }
  }
}

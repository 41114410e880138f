import * as v from 'valibot'
import type { AccountForm } from './account.ts'
import { emailAccount, mailboxAccount } from './accounts/email.ts'
import { lineAccount } from './accounts/line.ts'
import { instagramAccount, messengerAccount, whatsappAccount } from './accounts/meta.ts'
import { telegramAccount } from './accounts/telegram.ts'
import { twilioAccount } from './accounts/twilio.ts'

/** Our own channel has no account anywhere: whoever connects it calls it by its inbox. */
const webchatAccount: AccountForm = {
  fields: [],
  accountIn: ({ account = '' }) => ({ account, appSecret: '', verifyToken: '', accessToken: '' })
}

/** What has to be known to connect an account of each platform: for the command line and, but for mailboxes, for an admin's form alike. */
const forms = {
  webchat: webchatAccount,
  whatsapp: whatsappAccount,
  instagram: instagramAccount,
  messenger: messengerAccount,
  telegram: telegramAccount,
  sms: twilioAccount,
  line: lineAccount,
  email: emailAccount
}

export const channel = v.picklist(Object.keys(forms) as (keyof typeof forms)[])
export type Channel = v.InferOutput<typeof channel>

export function accountForm(channel: Channel): AccountForm {
  return forms[channel]
}

/** What an admin is asked for. */
export function formOfAdmin(channel: Channel): AccountForm {
  return channel === 'email' ? mailboxAccount : accountForm(channel)
}
